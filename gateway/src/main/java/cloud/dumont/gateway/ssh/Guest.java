package cloud.dumont.gateway.ssh;

import cloud.dumont.gateway.identity.SshLogins.SshLogin;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/** Who is logged in at the jump host, as kept by its session. */
final class Guest {
    private static final AttributeKey<SshLogin> KEY = new AttributeKey<>();

    private Guest() {}

    static void offered(Session session, SshLogin login) {
        session.setAttribute(KEY, login);
    }

    static @Nullable SshLogin of(Session session) {
        return session.getAttribute(KEY);
    }
}
