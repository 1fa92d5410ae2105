package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.action.Action;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.BackupGlance;
import cloud.dumont.instances.instance.Command;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.instance.Serving;
import cloud.dumont.instances.instance.SshConfig;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.InstanceId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Draws machines for the API. */
@Component
class InstanceShape {
    private final Actions actions;
    private final Placements placements;
    private final BackupGlance backups;
    private final SshConfig ssh;

    InstanceShape(Actions actions, Placements placements, BackupGlance backups, SshConfig ssh) {
        this.actions = actions;
        this.placements = placements;
        this.backups = backups;
        this.ssh = ssh;
    }

    InstanceResource draw(Instance instance, String handle) {
        return draw(instance, handle, List.of());
    }

    InstanceResource draw(Instance instance, String handle, List<InstanceResource.Warning> warnings) {
        InstanceState state = instance.state();
        Serving serving = state instanceof InstanceState.Served served ? served.serving() : null;
        RentalSpec spec = instance.spec();
        return new InstanceResource(
                instance.id(),
                instance.name(),
                instance.status().word(),
                InstanceResource.Why.of(state.reason()),
                Command.allowedIn(state).stream().map(Command::word).toList(),
                state.reason().since(),
                instance.desired().word(),
                instance.epoch().value(),
                new InstanceResource.Gpu(
                        spec.gpu().id(),
                        spec.gpu().name(),
                        spec.gpuCount(),
                        spec.gpu().vramGb()),
                spec.image(),
                spec.diskGb(),
                instance.labels(),
                ports(serving),
                serving == null ? null : serving.price(),
                serving != null,
                spec.maxPrice(),
                serving == null ? null : serving.isolation(),
                serving == null ? null : serving(serving),
                ssh(instance, serving == null ? "root" : serving.sshUser(), handle),
                health(state),
                currentAction(instance.id()).orElse(null),
                backups.of(instance.id(), serving == null ? null : serving.placement()),
                backups.restoring(instance.id()),
                instance.createdAt(),
                etag(instance),
                warnings);
    }

    Optional<ActionId> currentAction(InstanceId instance) {
        return actions.running(instance).map(Action::id);
    }

    static String etag(Instance instance) {
        return "v" + instance.version();
    }

    private static List<InstanceResource.Port> ports(@Nullable Serving serving) {
        return serving == null
                ? List.of()
                : serving.ports().entrySet().stream()
                        .filter(port -> port.getKey() != 22)
                        .map(port -> new InstanceResource.Port(
                                port.getKey(),
                                port.getValue().host() + ":" + port.getValue().port(),
                                "tcp"))
                        .toList();
    }

    private static InstanceResource.Serving serving(Serving serving) {
        return new InstanceResource.Serving(
                serving.placement(),
                serving.kind(),
                serving.vendor(),
                serving.region().code(),
                serving.since());
    }

    private InstanceResource.Ssh ssh(Instance instance, String user, String handle) {
        String jump = handle + "@" + ssh.publicHost() + ":" + ssh.port();
        String name = instance.name();
        String config = "Host " + name + "\n  HostName " + name + "\n  User " + user + "\n  ProxyJump " + jump + "\n";
        return new InstanceResource.Ssh(
                "ssh -J " + jump + " " + user + "@" + name, name, user, jump, config, instance.hostKeyPublic());
    }

    private InstanceResource.@Nullable Health health(InstanceState state) {
        return switch (state) {
            case InstanceState.Running running -> health("healthy", running.serving());
            case InstanceState.Suspect suspect -> health("suspect", suspect.serving());
            case InstanceState.Requested s -> null;
            case InstanceState.Launching s -> null;
            case InstanceState.Booting s -> null;
            case InstanceState.Stopping s -> null;
            case InstanceState.Stopped s -> null;
            case InstanceState.Failed s -> null;
            case InstanceState.Destroying s -> null;
            case InstanceState.Destroyed s -> null;
        };
    }

    private InstanceResource.Health health(String phase, Serving serving) {
        return new InstanceResource.Health(
                phase,
                placements
                        .find(serving.placement())
                        .flatMap(Placement::lastConfirmedAt)
                        .orElse(null));
    }
}
