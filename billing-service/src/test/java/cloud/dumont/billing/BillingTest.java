package cloud.dumont.billing;

import cloud.dumont.testkit.BackingServices;
import cloud.dumont.testkit.HeldClock;
import cloud.dumont.web.caller.ServiceIdentity;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The whole service on a real PostgreSQL and Redis, with a clock that stands still and no task that runs by itself. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = BillingApplication.class,
        properties = {
            "dumont.billing.welcome-credit=25.00",
            "dumont.peers.instance-manager=http://127.0.0.1:${test.instance-manager.port}",
            "dumont.outbox.poll=20ms",
            "dumont.outbox.reclaim-after=200ms",
            "management.server.port=0"
        })
@AutoConfigureMockMvc
@Import({BackingServices.class, BillingTest.Wiring.class})
public @interface BillingTest {
    ServiceIdentity GATEWAY = ServiceIdentity.forTests("gateway");
    ServiceIdentity SELF = ServiceIdentity.forTests("billing-service", GATEWAY);

    @TestConfiguration(proxyBeanMethods = false)
    class Wiring {
        @Bean
        @Primary
        HeldClock heldClock() {
            return HeldClock.at("2031-03-01T12:00:00Z");
        }

        @Bean
        ServiceIdentity serviceIdentity() {
            return SELF;
        }

        @Bean
        DbSchedulerStarter nobodyStartsTasks() {
            return () -> {};
        }

        @Bean
        FakeInstanceManager instanceManager() {
            return new FakeInstanceManager();
        }

        @Bean
        org.springframework.test.context.DynamicPropertyRegistrar instanceManagerPort(FakeInstanceManager fake) {
            return registry -> registry.add("test.instance-manager.port", fake::port);
        }

        @Bean
        Customers customers(org.springframework.context.ApplicationContext context) {
            return Customers.of(context);
        }
    }
}
