package cloud.dumont.gateway.ssh;

import cloud.dumont.gateway.identity.SshLogins;
import cloud.dumont.gateway.identity.SshLogins.SshLogin;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Lets in whoever holds a key that is registered with the account of that name. */
@Component
class KnownKeysOnly implements PublickeyAuthenticator {
    private static final Logger log = LoggerFactory.getLogger(KnownKeysOnly.class);
    private final SshLogins logins;

    KnownKeysOnly(SshLogins logins) {
        this.logins = logins;
    }

    @Override
    public boolean authenticate(String handle, PublicKey key, ServerSession session) {
        ByteArrayBuffer wire = new ByteArrayBuffer();
        wire.putRawPublicKey(key);
        try {
            Optional<SshLogin> login = logins.find(handle, wire.getCompactData());
            login.ifPresent(known -> Guest.offered(session, known));
            return login.isPresent();
        } catch (DataAccessException e) {
            log.warn("nobody can be let in: the database does not answer", e);
            return false;
        }
    }
}
