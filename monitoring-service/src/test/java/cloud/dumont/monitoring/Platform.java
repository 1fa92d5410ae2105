package cloud.dumont.monitoring;

import cloud.dumont.kernel.UserId;
import cloud.dumont.testkit.BackingServices;
import cloud.dumont.testkit.HeldClock;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.ServiceIdentity;
import cloud.dumont.web.caller.ServiceTokens;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** {@code @Import} it: database, Redis, a fake instance-manager, a gateway's key, and a clock that stands still. */
@TestConfiguration(proxyBeanMethods = false)
@Import(BackingServices.class)
public class Platform {
    private static final ServiceIdentity GATEWAY = ServiceIdentity.forTests("gateway");

    @Bean
    ServiceIdentity serviceIdentity() {
        return ServiceIdentity.forTests("monitoring-service", GATEWAY);
    }

    /** Starts at the present: tokens are checked against the real clock. */
    @Bean
    HeldClock clock() {
        return new HeldClock(InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    @Bean(destroyMethod = "close")
    FakeInstanceManager fakeInstanceManager() {
        return new FakeInstanceManager();
    }

    @Bean(destroyMethod = "close")
    FakeGateway fakeGateway() {
        return new FakeGateway();
    }

    @Bean
    DynamicPropertyRegistrar addressesOfPeers(FakeInstanceManager instances, FakeGateway gateway) {
        return registry -> {
            registry.add("dumont.peers.instance-manager", instances::url);
            registry.add("dumont.peers.gateway", gateway::url);
            registry.add("outside.url", gateway::url);
        };
    }

    /** What the gateway would send along for a logged-in user. */
    public static String tokenOf(UserId user) {
        Instant now = InstantSource.system().instant();
        return new ServiceTokens(GATEWAY, () -> now)
                .forCaller(
                        "monitoring-service",
                        new Caller(user, "ana", Set.of("events:read", "instances:read"), "user", user.text(), "user"));
    }

    /** What the gateway shows when it asks for itself. */
    public static String tokenOfService() {
        Instant now = InstantSource.system().instant();
        return new ServiceTokens(GATEWAY, () -> now).forService("monitoring-service");
    }
}
