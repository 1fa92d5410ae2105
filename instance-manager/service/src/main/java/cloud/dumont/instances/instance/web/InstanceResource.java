package cloud.dumont.instances.instance.web;

import cloud.dumont.events.Actor;
import cloud.dumont.instances.backup.BackupGlance;
import cloud.dumont.instances.instance.Reason;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine as the API shows it. */
record InstanceResource(
        InstanceId id,
        String name,
        String status,
        Why reason,
        List<String> allowedCommands,
        Instant statusSince,
        String desired,
        long epoch,
        Gpu gpu,
        String image,
        int diskGb,
        Map<String, String> labels,
        List<Port> ports,
        @Nullable HourlyPrice pricePerHour,
        boolean billedNow,
        @Nullable HourlyPrice maxPricePerHour,
        @Nullable String isolation,
        @Nullable Serving serving,
        Ssh ssh,
        @Nullable Health health,
        @Nullable ActionId currentAction,
        BackupGlance.State backup,
        Standby standby,
        BackupGlance.@Nullable RestoreProgress restore,
        Instant createdAt,
        String etag,
        List<Warning> warnings) {
    record Why(
            String code,
            Map<String, String> params,
            String detail,
            Instant since,
            Who actor,
            @Nullable String evidenceId) {
        static Why of(Reason reason) {
            return new Why(
                    reason.code(), reason.params(), reason.detail(), reason.since(), Who.of(reason.actor()), null);
        }
    }

    record Who(String type, String id) {
        static Who of(Actor actor) {
            return new Who(actor.type().name().toLowerCase(Locale.ROOT), actor.id());
        }
    }

    record Gpu(String id, String name, int count, int vramGb) {}

    /** @param external host and port that reach it from outside */
    record Port(int internal, String external, String protocol) {}

    record Serving(PlacementId placement, String kind, String vendor, String region, Instant startedAt) {}

    record Ssh(String command, String host, String user, String jump, String config, String hostKey) {}

    /** @param pricePerHour while one serves; null: there is none */
    record Standby(
            String policy,
            @Nullable String zone,
            @Nullable String machineType,
            boolean spot,
            @Nullable Integer drillDays,
            @Nullable HourlyPrice pricePerHour) {}

    record Health(String phase, @Nullable Instant lastSeenAt) {}

    record Warning(String code, String detail) {}
}
