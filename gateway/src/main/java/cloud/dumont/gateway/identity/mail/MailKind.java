package cloud.dumont.gateway.identity.mail;

import java.util.Locale;

/** The occasions on which we write to people. */
public enum MailKind {
    VERIFY,
    ALREADY_REGISTERED,
    SESSION_REUSE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MailKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
