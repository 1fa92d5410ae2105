package cloud.dumont.monitoring.event;

import cloud.dumont.events.FailoverEvent;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.monitoring.event.PublicEvent.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** How the move of a machine to another box is told to its user. */
final class FailoverEvents {
    private static final long MS_PER_SECOND = 1_000;

    private FailoverEvents() {}

    static Optional<PublicEvent> of(FailoverEvent event, JsonNode data, Function<InstanceId, String> names) {
        return switch (event) {
            case FailoverEvent.Decided decided ->
                told("failover.started", Severity.WARNING, decided.instance(), started(decided), data, names);
            case FailoverEvent.Completed completed ->
                told("failover.completed", Severity.INFO, completed.instance(), completed(completed), data, names);
            case FailoverEvent.Returned returned ->
                told(
                        "failover.returned",
                        Severity.INFO,
                        returned.instance(),
                        "it is on a GPU again. Its programs stood still for " + seconds(returned.frozenMs()) + " s.",
                        data,
                        names);
            case FailoverEvent.Aborted aborted ->
                told("failover.aborted", Severity.WARNING, aborted.instance(), aborted(aborted), data, names);
        };
    }

    private static String started(FailoverEvent.Decided decided) {
        Integer lost = decided.lostWorkSeconds();
        return "it moves to another box. "
                + (decided.recoveryPoint() == null
                        ? "None of its files had been saved."
                        : "Its files are as of " + decided.recoveryPoint().truncatedTo(ChronoUnit.SECONDS)
                                + (lost == null ? "." : ", " + lost + " s before it was heard of last."));
    }

    private static String completed(FailoverEvent.Completed completed) {
        Long total = completed.ms().get("total");
        return "it goes on, on a " + (completed.kind().equals("standby") ? "standby" : "GPU") + " in "
                + completed.zone()
                + (total == null ? "." : ", " + seconds(total) + " s after its box was heard of last.");
    }

    private static String aborted(FailoverEvent.Aborted aborted) {
        return switch (aborted.reason()) {
            case "stopped" -> "its move ended, because the machine was stopped.";
            case "destroyed" -> "its move ended, because the machine was destroyed.";
            case "lost_again" -> "its move ended, because the box on which it went on was lost too.";
            default -> "its move ended.";
        };
    }

    /** To a tenth. */
    private static String seconds(long ms) {
        return BigDecimal.valueOf(ms)
                .divide(BigDecimal.valueOf(MS_PER_SECOND), 1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static Optional<PublicEvent> told(
            String type,
            Severity severity,
            InstanceId instance,
            String what,
            JsonNode data,
            Function<InstanceId, String> names) {
        String name = names.apply(instance);
        return Optional.of(
                new PublicEvent(type, severity, instance, name + ": " + what, PublicEvents.withName(data, name)));
    }
}
