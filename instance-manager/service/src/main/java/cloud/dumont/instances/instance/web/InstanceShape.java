package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.action.Action;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.BackupGlance;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.instances.instance.Command;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.instance.Serving;
import cloud.dumont.instances.instance.SshConfig;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.InstanceId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/** Draws machines for the API. */
@Component
class InstanceShape {
    private final Actions actions;
    private final Placements placements;
    private final BackupGlance backups;
    private final Standbys standbys;
    private final SshConfig ssh;

    InstanceShape(Actions actions, Placements placements, BackupGlance backups, Standbys standbys, SshConfig ssh) {
        this.actions = actions;
        this.placements = placements;
        this.backups = backups;
        this.standbys = standbys;
        this.ssh = ssh;
    }

    InstanceResource draw(Instance instance, String handle) {
        return draw(instance, handle, List.of());
    }

    InstanceResource draw(Instance instance, String handle, List<InstanceResource.Warning> warnings) {
        InstanceState state = instance.state();
        Serving serving = state instanceof InstanceState.Served served ? served.serving() : null;
        Optional<Placement> placement = serving == null ? Optional.empty() : placements.find(serving.placement());
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
                gpu(spec, placement),
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
                health(state, placement),
                currentAction(instance.id()).orElse(null),
                backups.of(instance.id(), serving == null ? null : serving.placement()),
                standby(instance),
                backups.restoring(instance.id(), serving == null ? null : instance.epoch()),
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

    /**
     * Names what is shown: of backups and of health it changes without the machine's version. A condition on a change looks at
     * the version alone.
     */
    static String etag(InstanceResource shown) {
        return shown.etag() + "-"
                + DigestUtils.md5DigestAsHex(DumontJson.mapper().writeValueAsBytes(shown));
    }

    /** @param condition {@code If-Match}: the machine's version, or what a read answered */
    static boolean isStill(Instance instance, String condition) {
        return Requests.names(condition.replaceAll("-[0-9a-f]{32}\"", "\""), etag(instance));
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

    /** What serves, which may be better than what was asked for. */
    private static InstanceResource.Gpu gpu(RentalSpec spec, Optional<Placement> placement) {
        GpuModel gpu = placement.map(it -> it.sold().gpu()).orElse(spec.gpu());
        return new InstanceResource.Gpu(gpu.id(), gpu.name(), spec.gpuCount(), gpu.vramGb());
    }

    private static InstanceResource.@Nullable Health health(InstanceState state, Optional<Placement> placement) {
        return switch (state) {
            case InstanceState.Running running -> health("healthy", placement);
            case InstanceState.Suspect suspect -> health("suspect", placement);
            case InstanceState.OnStandby onStandby -> health("healthy", placement);
            case InstanceState.FailingOver s -> null;
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

    private InstanceResource.Standby standby(Instance instance) {
        StandbyPolicy policy = instance.standby();
        return new InstanceResource.Standby(
                policy.policy().word(),
                policy.zone(),
                standbys.machineType(policy),
                policy.spot(),
                policy.drillDays(),
                standbys.quote(policy, instance.spec().diskGb())
                        .map(Quote::price)
                        .orElse(null));
    }

    private static InstanceResource.Health health(String phase, Optional<Placement> placement) {
        return new InstanceResource.Health(
                phase, placement.flatMap(Placement::lastConfirmedAt).orElse(null));
    }
}
