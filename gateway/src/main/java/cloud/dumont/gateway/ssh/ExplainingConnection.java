package cloud.dumont.gateway.ssh;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/** Says why a channel was not opened: the library would send a sentence of its own instead of ours. */
final class ExplainingConnection extends ServerConnectionService {
    private static final AttributeKey<Map<Long, String>> REASONS = new AttributeKey<>();
    private static final String NO_SHELL = "this is a jump host: use it with ssh -J";

    private ExplainingConnection(AbstractServerSession session) throws SshException {
        super(session);
    }

    /** @param channel as the client numbers it */
    static void explain(Session session, long channel, String why) {
        session.computeAttributeIfAbsent(REASONS, key -> new ConcurrentHashMap<>())
                .put(channel, why);
    }

    @Override
    protected IoWriteFuture sendChannelOpenFailure(
            Buffer buffer, long sender, int reasonCode, String message, String lang) throws IOException {
        Map<Long, String> reasons = getSession().getAttribute(REASONS);
        String ours = reasons == null ? null : reasons.remove(sender);
        String said =
                ours != null ? ours : reasonCode == SshConstants.SSH_OPEN_UNKNOWN_CHANNEL_TYPE ? NO_SHELL : message;
        return super.sendChannelOpenFailure(buffer, sender, reasonCode, said, lang);
    }

    static final class Factory extends ServerConnectionServiceFactory {
        @Override
        public Service create(Session session) throws IOException {
            ExplainingConnection service = new ExplainingConnection((AbstractServerSession) session);
            service.addPortForwardingEventListenerManager(this);
            return service;
        }
    }
}
