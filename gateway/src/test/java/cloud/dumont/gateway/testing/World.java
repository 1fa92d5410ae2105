package cloud.dumont.gateway.testing;

import cloud.dumont.testkit.HeldClock;
import cloud.dumont.web.caller.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * What is around the gateway in tests. Its clock stands, weeks ago: all that is due by it is due in fact, and a test may
 * move it by days.
 */
@TestConfiguration(proxyBeanMethods = false)
public class World {
    public static final ServiceIdentity INSTANCE_MANAGER = ServiceIdentity.forTests("instance-manager");
    public static final ServiceIdentity MONITORING = ServiceIdentity.forTests("monitoring-service");
    public static final ServiceIdentity GATEWAY = ServiceIdentity.forTests("gateway", INSTANCE_MANAGER, MONITORING);
    public static final HeldClock CLOCK = new HeldClock(
            Clock.systemUTC().instant().minus(Duration.ofDays(200)).truncatedTo(ChronoUnit.SECONDS));
    public static final Inbox INBOX = new Inbox();
    public static final StubService SERVICES = new StubService();
    public static final Path FILES = newDirectory();

    public static Path newDirectory() {
        try {
            Path directory = Files.createTempDirectory("gateway-test");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Bean
    ServiceIdentity serviceIdentity() {
        return GATEWAY;
    }

    @Bean
    HeldClock clock() {
        return CLOCK;
    }

    @Bean
    DynamicPropertyRegistrar surroundings() throws IOException {
        Path operator = Files.writeString(FILES.resolve("operator-password"), "operate-this-1\n");
        Files.createDirectories(FILES.resolve("dashboard/assets"));
        Files.createDirectories(FILES.resolve("agent"));
        return registry -> {
            registry.add("spring.mail.port", INBOX::port);
            registry.add("spring.mail.host", () -> "127.0.0.1");
            registry.add("dumont.access-key-file", () -> FILES.resolve("keys/access.json"));
            registry.add("dumont.pepper-file", () -> FILES.resolve("keys/pepper"));
            registry.add("dumont.ssh.host-key-file", () -> FILES.resolve("keys/ssh_host_ed25519_key"));
            registry.add("dumont.ssh.port", () -> 0);
            registry.add("dumont.ssh.routes-checked-every", () -> "1s");
            registry.add("dumont.dashboard-dir", () -> FILES.resolve("dashboard"));
            registry.add("dumont.agent-archive-dir", () -> FILES.resolve("agent"));
            registry.add("dumont.operator.email", () -> "operator@example.test");
            registry.add("dumont.operator.password-file", () -> operator);
            registry.add("dumont.peers.instance-manager", SERVICES::url);
            registry.add("dumont.peers.billing", SERVICES::url);
            registry.add("dumont.peers.monitoring", SERVICES::url);
            registry.add("dumont.identity.bcrypt-cost", () -> 4);
            for (String limit :
                    new String[] {"auth-account", "auth-ip", "public-ip", "agent", "agent-backup", "agent-open", "ssh"
                    }) {
                registry.add("dumont.limits." + limit, () -> "100000/1m");
            }
        };
    }
}
