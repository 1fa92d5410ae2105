package cloud.dumont.gateway.identity.account;

import cloud.dumont.kernel.Secret;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and compares passwords; an unknown account costs the same time as a known one. */
@Component
public class Passwords {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;

    private final PasswordEncoder encoder;
    private final String nobodys;
    /** Hashing is pure work: without a bound a burst of logins would take every core from everybody else. */
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodys = hashOf(encoder, "nobody has this password");
    }

    /** @throws RefusedException {@code validation_failed} */
    void check(Secret password) {
        int length = password.reveal().codePointCount(0, password.reveal().length());
        if (length < SHORTEST || length > LONGEST) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "#/password", "length", "A password has " + SHORTEST + " to " + LONGEST + " characters."));
        }
    }

    String hash(Secret password) {
        return onACore(() -> hashOf(encoder, password.reveal()));
    }

    public boolean matches(Secret password, @Nullable String hash) {
        if (password.reveal().length() > 4 * LONGEST) {
            return false;
        }
        boolean same = onACore(() -> encoder.matches(password.reveal(), hash == null ? nobodys : hash));
        return same && hash != null;
    }

    private static String hashOf(PasswordEncoder encoder, String password) {
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("the encoder makes a hash of every password");
        }
        return hash;
    }

    private <T> T onACore(Supplier<T> work) {
        cores.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }
}
