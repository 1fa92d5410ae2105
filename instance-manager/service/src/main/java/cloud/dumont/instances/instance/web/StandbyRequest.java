package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import org.jspecify.annotations.Nullable;

/** What a user wants to happen when the box is lost. */
record StandbyRequest(
        @Nullable String policy,
        @Nullable String zone,
        @Nullable String machineType,
        @Nullable Boolean spot,
        @Nullable Integer drillDays) {
    private static final int MOST_DAYS = 90;

    static StandbyPolicy policy(@Nullable StandbyRequest request, Standbys standbys) {
        return request == null ? StandbyPolicy.USUAL : request.valid(standbys);
    }

    private StandbyPolicy valid(Standbys standbys) {
        if (!standbys.knows(zone, null)) {
            throw invalid("#/standby/zone", "No standby runs there.");
        }
        if (!standbys.knows(null, machineType)) {
            throw invalid("#/standby/machine_type", "There is no such machine type.");
        }
        if (drillDays != null && (drillDays < 1 || drillDays > MOST_DAYS)) {
            throw invalid("#/standby/drill_days", "Every 1 to 90 days.");
        }
        return new StandbyPolicy(kind(), zone, machineType, spot != null && spot, drillDays);
    }

    private StandbyPolicy.Kind kind() {
        return switch (policy) {
            case null -> StandbyPolicy.USUAL.policy();
            case "off" -> StandbyPolicy.Kind.OFF;
            case "cold" -> StandbyPolicy.Kind.COLD;
            default -> throw invalid("#/standby/policy", "policy is off or cold.");
        };
    }

    private static RefusedException invalid(String pointer, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, "unknown", detail));
    }
}
