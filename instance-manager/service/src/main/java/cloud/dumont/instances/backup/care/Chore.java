package cloud.dumont.instances.backup.care;

import java.util.Locale;

/** What is done for workspaces without anybody asking. */
enum Chore {
    HEAD,
    COPY,
    TIDY,
    DELETION,
    VERIFICATION,
    FORGETTING,
    WATCH;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
