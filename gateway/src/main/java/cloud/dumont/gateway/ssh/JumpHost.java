package cloud.dumont.gateway.ssh;

import cloud.dumont.gateway.identity.SshLogins;
import cloud.dumont.gateway.identity.SshLogins.SshLogin;
import cloud.dumont.gateway.limits.ClientAddress;
import cloud.dumont.gateway.limits.Limits;
import cloud.dumont.gateway.limits.Policy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The jump host: it opens channels to the user's own machines and can do nothing else, no shell, no files, no listening. */
@Component
public class JumpHost implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JumpHost.class);
    /** An agent with a handful of keys offers them one after the other. */
    private static final int KEYS_TRIED = 12;

    private static final int WORKERS = 8;

    private final SshConfig config;
    private final Limits limits;
    private final SshLogins logins;
    private final SshServer server = ServerBuilder.builder().build();
    private final AtomicInteger guests = new AtomicInteger();

    JumpHost(
            SshConfig config,
            KnownKeysOnly keys,
            MachineRoutes routes,
            OpenChannels channels,
            Limits limits,
            SshLogins logins,
            MeterRegistry meters) {
        this.config = config;
        this.limits = limits;
        this.logins = logins;
        Gauge.builder("dumont.ssh.sessions", guests, AtomicInteger::get)
                .description("people logged in at the jump host")
                .register(meters);
        server.setHost(config.bindAddress());
        server.setPort(config.port());
        server.setKeyPairProvider(KeyPairProvider.wrap(HostKey.readOrMake(config.hostKeyFile())));
        server.setPublickeyAuthenticator(keys);
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setServiceFactories(List.of(ServerUserAuthServiceFactory.INSTANCE, new ExplainingConnection.Factory()));
        server.setChannelFactories(List.of(new ToMachines(routes, channels)));
        server.setForwardingFilter(new OutOnly());
        server.setSubsystemFactories(List.of());
        server.addSessionListener(new Guests());
        server.setNioWorkers(WORKERS);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, KEYS_TRIED);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ofSeconds(30));
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "dumont");
        server.setSessionHeartbeat(HeartbeatType.IGNORE, Duration.ofSeconds(30));
    }

    private record ToMachines(MachineRoutes routes, OpenChannels channels) implements ChannelFactory {
        @Override
        public String getName() {
            return TcpForwardingFilter.Type.Direct.getName();
        }

        @Override
        public Channel createChannel(Session session) {
            return new MachineChannel(routes, channels);
        }
    }

    /** Channels to machines are checked where they are made; nobody may have this host listen. */
    private static final class OutOnly implements ForwardingFilter {
        @Override
        public boolean canForwardAgent(Session session, String request) {
            return false;
        }

        @Override
        public boolean canForwardX11(Session session, String request) {
            return false;
        }

        @Override
        public boolean canListen(SshdSocketAddress address, Session session) {
            return false;
        }

        @Override
        public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
            return type == Type.Direct;
        }
    }

    private final class Guests implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            if (!(session.getRemoteAddress() instanceof InetSocketAddress remote) || remote.getAddress() == null) {
                return;
            }
            String place = ClientAddress.bucket(remote.getAddress().getHostAddress());
            if (!limits.take(new Policy("ssh", limits.config().ssh()), place).allowed()) {
                session.close(true);
            }
        }

        @Override
        public void sessionEvent(Session session, Event event) {
            SshLogin login = Guest.of(session);
            if (event == Event.Authenticated && login != null) {
                guests.incrementAndGet();
                session.addCloseFutureListener(closed -> guests.decrementAndGet());
                logins.used(login);
            }
        }
    }

    @Override
    public void start() {
        try {
            server.start();
            log.atInfo().addKeyValue("port", server.getPort()).log("the jump host listens");
        } catch (IOException e) {
            throw new UncheckedIOException("the jump host cannot listen on port " + config.port(), e);
        }
    }

    @Override
    public void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            log.warn("the jump host did not stop cleanly", e);
        }
    }

    @Override
    public boolean isRunning() {
        return server.isStarted();
    }

    /** The port it really has. */
    public int port() {
        return server.getPort();
    }
}
