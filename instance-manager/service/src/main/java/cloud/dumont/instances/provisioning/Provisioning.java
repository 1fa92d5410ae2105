package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import java.util.Optional;
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

    private Next hunt(Instance instance) {
        Optional<Hunt.Buying> buying = Hunt.buying(instance.state());
        Optional<Hunt.Starting> starting = Hunt.starting(instance.state());
        return buying.map(hunt -> launch.step(instance, hunt))
                .or(() -> starting.map(hunt -> boot.step(instance, hunt)))
                .orElseGet(Next::done);
    }

    private Next step(Instance instance) {
        return switch (instance.state()) {
            case InstanceState.Requested requested -> launch.step(instance, requested);
            case InstanceState.Launching launching -> hunt(instance);
            case InstanceState.Booting booting -> hunt(instance);
            case InstanceState.OnStandby standby ->
                standby.finalBackup() == null ? hunt(instance) : serve.step(instance, standby);
            case InstanceState.Served served -> serve.step(instance, served);
            case InstanceState.Stopping stopping -> terminate.step(instance);
            case InstanceState.Destroying destroying -> terminate.step(instance);
            case InstanceState.FailingOver moving -> hunt(instance);
            case InstanceState.Stopped stopped -> Next.done();
            case InstanceState.Failed failed -> Next.done();
            case InstanceState.Destroyed destroyed -> Next.done();
        };
    }
}
