package cloud.dumont.instances.backup;

import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.test.web.servlet.MockMvc;

/** Machines with boxes that save. */
final class BackupBench {
    final SagaBench saga;
    final MockMvc mvc;

    BackupBench(SagaBench saga, MockMvc mvc) {
        this.saga = saga;
        this.mvc = mvc;
        saga.friendly();
        // The store judges URLs by the real clock; other tests may have let days pass on the held one.
        saga.clock.set(Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    InstanceId running(Caller caller) {
        InstanceId id = saga.request(caller, saga.sell(3));
        saga.until(id, Status.RUNNING);
        return id;
    }

    /** The box that serves the machine now. */
    Box box(InstanceId id) {
        Instance instance = saga.instance(id);
        InstanceState.Served served = (InstanceState.Served) instance.state();
        return new Box(mvc, served.serving().placement(), instance.epoch());
    }
}
