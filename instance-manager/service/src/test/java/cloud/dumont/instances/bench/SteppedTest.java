package cloud.dumont.instances.bench;

import cloud.dumont.instances.InstanceManagerApplication;
import cloud.dumont.instances.provisioning.NothingLeft;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.testkit.BackingServices;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;

/**
 * The whole service on a real database and Redis, with the clock held and no scheduler: the test itself is the worker, so
 * it can stop "the process" between any two steps.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = InstanceManagerApplication.class,
        properties = {
            "db-scheduler.enabled=false",
            "dumont.outbox.poll=100ms",
            // The boxes of tests come up in no time, on a clock that is not the database's: that is no history.
            "dumont.failover.least-cases=1000000"
        })
@AutoConfigureMockMvc
@ExtendWith(NothingLeft.class)
@Import({BackingServices.class, Bench.class, HeldTime.class, SagaBench.class})
public @interface SteppedTest {}
