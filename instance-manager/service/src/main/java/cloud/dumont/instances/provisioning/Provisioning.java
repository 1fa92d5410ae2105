package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Moves one machine one phase further towards what is wanted of it; which phase, its state says. */
@Component
class Provisioning implements Work {
    private final Instances instances;
    private final LaunchPhase launch;
    private final BootPhase boot;
    private final ServePhase serve;
    private final TerminatePhase terminate;

    Provisioning(Instances instances, LaunchPhase launch, BootPhase boot, ServePhase serve, TerminatePhase terminate) {
        this.instances = instances;
        this.launch = launch;
        this.boot = boot;
        this.serve = serve;
        this.terminate = terminate;
    }

    @Override
    public Queue queue() {
        return Queue.PROVISION;
    }

    @Override
    public Next step(String key) {
        Instance instance = instances.find(InstanceId.parse(key)).orElse(null);
        if (instance == null) {
            return Next.done();
        }
        MDC.put(LogKeys.MACHINE, key);
        try {
            return step(instance);
        } finally {
            MDC.remove(LogKeys.MACHINE);
        }
    }

    private Next step(Instance instance) {
        return switch (instance.state()) {
            case InstanceState.Requested requested -> launch.step(instance, requested);
            case InstanceState.Launching launching -> launch.step(instance, launching);
            case InstanceState.Booting booting -> boot.step(instance, booting);
            case InstanceState.Served served -> serve.step(instance, served);
            case InstanceState.Stopping stopping -> terminate.step(instance);
            case InstanceState.Destroying destroying -> terminate.step(instance);
            // Another queue's.
            case InstanceState.FailingOver moving -> Next.done();
            case InstanceState.Stopped stopped -> Next.done();
            case InstanceState.Failed failed -> Next.done();
            case InstanceState.Destroyed destroyed -> Next.done();
        };
    }
}
