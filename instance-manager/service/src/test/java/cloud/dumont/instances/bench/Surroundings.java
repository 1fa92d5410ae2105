package cloud.dumont.instances.bench;

import cloud.dumont.sandbox.r2.R2Config;
import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.web.caller.ServiceIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** What surrounds the service in tests: the other services as fakes, keys of its own. */
@TestConfiguration(proxyBeanMethods = false)
public class Surroundings {
    public static final String CHECKSUM = "ab".repeat(32);
    public static final ServiceIdentity GATEWAY = ServiceIdentity.forTests("gateway");
    public static final ServiceIdentity MONITORING = ServiceIdentity.forTests("monitoring-service");
    private static final ServiceIdentity SELF = ServiceIdentity.forTests("instance-manager", GATEWAY, MONITORING);

    @Bean
    ServiceIdentity serviceIdentity() {
        return SELF;
    }

    @Bean
    FakePeers fakePeers() {
        return new FakePeers();
    }

    @Bean(destroyMethod = "close")
    R2Simulator r2() {
        try {
            return R2Simulator.start(R2Config.of(Files.createTempDirectory("r2"))
                    .withSameKeyInterval(java.time.Duration.ZERO)
                    .withBuckets("dumont-backups", "dumont-backups-2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    DynamicPropertyRegistrar surroundings(FakePeers peers, R2Simulator r2) {
        Path kek = file(Base64.getEncoder().encodeToString(new byte[32]));
        Path secret = file("sandbox-secret");
        return registry -> {
            registry.add("dumont.peers.gateway", peers::url);
            registry.add("dumont.peers.billing", peers::url);
            registry.add("dumont.kek-file", kek::toString);
            registry.add("dumont.env", () -> "test");
            registry.add("dumont.agent-url", () -> "http://platform.example");
            registry.add("dumont.agent-sha256", () -> CHECKSUM);
            registry.add("dumont.ssh.public-host", () -> "ssh.example");
            registry.add("dumont.store.endpoint", () -> r2.url().toString());
            registry.add("dumont.store.bucket", () -> "dumont-backups");
            registry.add("dumont.store.access-key-id", () -> "sandbox-key");
            registry.add("dumont.store.secret-access-key-file", secret::toString);
            registry.add("dumont.store.copy.bucket", () -> "dumont-backups-2");
        };
    }

    private static Path file(String content) {
        try {
            Path file = Files.createTempFile("secret", ".txt");
            Files.writeString(file, content);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
