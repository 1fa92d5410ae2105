package cloud.dumont.monitoring.event;

import cloud.dumont.events.BackupEvent;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventJson;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.events.UnknownEvent;
import cloud.dumont.events.UsageEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.monitoring.event.PublicEvent.Severity;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which facts are told to users, under which name and in which words. */
final class PublicEvents {
    private static final Map<String, String> NAMES_OF_STATES = Map.of(
            "launching", "instance.launching",
            "booting", "instance.booting",
            "running", "instance.running",
            "suspect", "instance.suspect",
            "stopping", "instance.stopping",
            "stopped", "instance.stopped",
            "failed", "instance.failed",
            "destroying", "instance.destroying",
            "destroyed", "instance.destroyed");

    private PublicEvents() {}

    /** @param names of machines, for facts that carry only the id */
    static Optional<PublicEvent> of(Envelope fact, Function<InstanceId, String> names) {
        JsonNode data = EventJson.data(fact.data());
        return switch (fact.data()) {
            case InstanceEvent event -> instance(event, InstanceId.parse(fact.key()), data);
            case PlacementEvent event -> placement(event, data, names);
            case BackupEvent event -> BackupEvents.of(event, data, names);
            case UsageEvent event -> usage(event, data, names);
            case WalletEvent event -> wallet(event, data);
            case IdentityEvent event -> identity(event, data);
            case HealthEvent event -> health(event, data, names);
            case FailoverEvent event -> FailoverEvents.of(event, data, names);
            case UnknownEvent event -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> instance(InstanceEvent event, InstanceId instance, JsonNode data) {
        return switch (event) {
            case InstanceEvent.Requested requested ->
                info(
                        "instance.created",
                        instance,
                        requested.name() + " was ordered: " + requested.gpuCount() + " × " + requested.gpu()
                                + ", at up to $" + requested.maxPrice().amount() + " an hour.",
                        data);
            case InstanceEvent.StatusChanged changed -> statusChanged(changed, instance, data);
            case InstanceEvent.Destroyed destroyed ->
                info("instance.destroyed", instance, destroyed.name() + " is destroyed.", data);
            case InstanceEvent.RouteChanged changed -> Optional.empty();
            case InstanceEvent.Renamed renamed -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> statusChanged(
            InstanceEvent.StatusChanged changed, InstanceId instance, JsonNode data) {
        String type = changed.from().equals("suspect") && changed.to().equals("running")
                ? "instance.recovered"
                : (changed.from().equals("stopped") || changed.from().equals("failed"))
                                && changed.to().equals("launching")
                        ? "instance.started"
                        : NAMES_OF_STATES.get(changed.to());
        if (type == null) {
            return Optional.empty();
        }
        Severity severity = changed.to().equals("failed")
                ? Severity.ERROR
                : changed.to().equals("suspect") ? Severity.WARNING : Severity.INFO;
        String message = changed.detail() == null || changed.detail().isBlank()
                ? changed.name() + " is " + changed.to() + "."
                : changed.name() + ": " + changed.detail();
        return Optional.of(new PublicEvent(type, severity, instance, message, data));
    }

    private static Optional<PublicEvent> placement(
            PlacementEvent event, JsonNode data, Function<InstanceId, String> names) {
        return switch (event) {
            case PlacementEvent.AttemptSettled settled -> Optional.of(attempt(settled, data, names));
            case PlacementEvent.Intended intended -> Optional.empty();
            case PlacementEvent.Enrolled enrolled -> Optional.empty();
            case PlacementEvent.ServingStarted started -> Optional.empty();
            case PlacementEvent.ServingEnded ended -> Optional.empty();
            case PlacementEvent.Gone gone -> Optional.empty();
        };
    }

    private static PublicEvent attempt(
            PlacementEvent.AttemptSettled settled, JsonNode data, Function<InstanceId, String> names) {
        String name = names.apply(settled.instance());
        boolean taken =
                settled.outcome().equals("accepted") || settled.outcome().equals("adopted");
        String message = taken
                ? name + ": offer " + settled.n() + " was taken."
                : name + ": offer " + settled.n() + " came to nothing"
                        + (settled.code() == null ? "." : " (" + settled.code() + ").");
        return new PublicEvent(
                "instance.attempt",
                taken ? Severity.INFO : Severity.WARNING,
                settled.instance(),
                message,
                withName(data, name));
    }

    /** The machine's own change of state tells of suspicion, once and with its reason; a loss is told here. */
    private static Optional<PublicEvent> health(HealthEvent event, JsonNode data, Function<InstanceId, String> names) {
        return switch (event) {
            case HealthEvent.Lost lost -> {
                String name = names.apply(lost.instance());
                String why = lost.cause().equals("vendor")
                        ? "its vendor says that it does not run any more"
                        : "it was not heard of since " + lost.lastSeenAt().truncatedTo(ChronoUnit.SECONDS)
                                + ", and nothing answers there";
                yield Optional.of(new PublicEvent(
                        "instance.interrupted",
                        Severity.ERROR,
                        lost.instance(),
                        name + " is lost: " + why + ".",
                        withName(data, name)));
            }
            case HealthEvent.Suspected suspected -> Optional.empty();
            case HealthEvent.Cleared cleared -> Optional.empty();
            case HealthEvent.GuardChanged changed -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> usage(UsageEvent event, JsonNode data, Function<InstanceId, String> names) {
        return switch (event) {
            case UsageEvent.Flushed flushed -> {
                String name = names.apply(flushed.instance());
                yield info(
                        "usage.flushed",
                        flushed.instance(),
                        name + ": $" + flushed.charged().amount() + " was charged for its use.",
                        withName(data, name));
            }
            case UsageEvent.Anomaly anomaly -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> wallet(WalletEvent event, JsonNode data) {
        return switch (event) {
            case WalletEvent.Changed changed ->
                info(
                        "balance.changed",
                        null,
                        "Your balance is $" + changed.posted().amount() + ".",
                        data);
            case WalletEvent.Exhausted exhausted ->
                Optional.of(new PublicEvent(
                        "balance.exhausted",
                        Severity.ERROR,
                        null,
                        "Your balance is used up; machines are being stopped.",
                        data));
        };
    }

    private static Optional<PublicEvent> identity(IdentityEvent event, JsonNode data) {
        return switch (event) {
            case IdentityEvent.SshKeyChanged changed ->
                info("ssh_key.changed", null, "An SSH key was " + changed.change() + ".", data);
            case IdentityEvent.ApiKeyCreated created -> info("api_key.created", null, "An API key was created.", data);
            case IdentityEvent.ApiKeyRevoked revoked -> info("api_key.revoked", null, "An API key was revoked.", data);
            case IdentityEvent.SessionReuseDetected detected ->
                Optional.of(new PublicEvent(
                        "session.reuse_detected",
                        Severity.WARNING,
                        null,
                        "An old login token was used again; that session was ended.",
                        data));
            case IdentityEvent.UserCreated created -> Optional.empty();
            case IdentityEvent.UserVerified verified -> Optional.empty();
        };
    }

    private static Optional<PublicEvent> info(
            String type, @Nullable InstanceId instance, String message, JsonNode data) {
        return Optional.of(new PublicEvent(type, Severity.INFO, instance, message, data));
    }

    static JsonNode withName(JsonNode data, String name) {
        if (data instanceof ObjectNode object) {
            object.put("name", name);
        }
        return data;
    }
}
