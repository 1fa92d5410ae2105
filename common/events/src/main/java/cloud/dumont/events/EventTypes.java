package cloud.dumont.events;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names every event type. A type that is not named here cannot be published: the completeness test walks the sealed families. */
public final class EventTypes {
    private static final Map<Class<? extends DomainEvent>, String> NAMES = new LinkedHashMap<>();
    private static final Map<String, Class<? extends DomainEvent>> TYPES = new LinkedHashMap<>();

    static {
        name(InstanceEvent.Requested.class, "instance.requested");
        name(InstanceEvent.StatusChanged.class, "instance.status_changed");
        name(InstanceEvent.RouteChanged.class, "instance.route_changed");
        name(InstanceEvent.Renamed.class, "instance.renamed");
        name(InstanceEvent.Destroyed.class, "instance.destroyed");
        name(PlacementEvent.Intended.class, "placement.intended");
        name(PlacementEvent.AttemptSettled.class, "placement.attempt_settled");
        name(PlacementEvent.Enrolled.class, "placement.enrolled");
        name(PlacementEvent.ServingStarted.class, "placement.serving_started");
        name(PlacementEvent.ServingEnded.class, "placement.serving_ended");
        name(PlacementEvent.Gone.class, "placement.gone");
        name(BackupEvent.Committed.class, "backup.committed");
        name(BackupEvent.Verified.class, "backup.verified");
        name(BackupEvent.Damaged.class, "backup.damaged");
        name(BackupEvent.Late.class, "backup.late");
        name(BackupEvent.Failed.class, "backup.failed");
        name(BackupEvent.KeyShown.class, "backup.key_shown");
        name(BackupEvent.OrdersChanged.class, "backup.orders_changed");
        name(BackupEvent.RestoreStarted.class, "restore.started");
        name(BackupEvent.RestoreCompleted.class, "restore.completed");
        name(BackupEvent.RestoreFailed.class, "restore.failed");
        name(UsageEvent.Flushed.class, "usage.flushed");
        name(UsageEvent.Anomaly.class, "usage.anomaly");
        name(WalletEvent.Changed.class, "wallet.changed");
        name(WalletEvent.Exhausted.class, "wallet.exhausted");
        name(HealthEvent.Suspected.class, "health.suspected");
        name(HealthEvent.Cleared.class, "health.cleared");
        name(HealthEvent.Lost.class, "health.lost");
        name(HealthEvent.GuardChanged.class, "guard.changed");
        name(FailoverEvent.Decided.class, "failover.decided");
        name(FailoverEvent.Completed.class, "failover.completed");
        name(FailoverEvent.Returned.class, "failover.returned");
        name(FailoverEvent.Aborted.class, "failover.aborted");
        name(IdentityEvent.UserCreated.class, "user.created");
        name(IdentityEvent.UserVerified.class, "user.verified");
        name(IdentityEvent.SshKeyChanged.class, "ssh_key.changed");
        name(IdentityEvent.ApiKeyCreated.class, "api_key.created");
        name(IdentityEvent.ApiKeyRevoked.class, "api_key.revoked");
        name(IdentityEvent.SessionReuseDetected.class, "session.reuse_detected");
    }

    private EventTypes() {}

    private static void name(Class<? extends DomainEvent> type, String name) {
        NAMES.put(type, name);
        TYPES.put(name, type);
    }

    public static String nameOf(DomainEvent event) {
        String name = event instanceof UnknownEvent unknown ? unknown.type() : NAMES.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException(
                    "unnamed event " + event.getClass().getName());
        }
        return name;
    }

    public static Map<String, Class<? extends DomainEvent>> all() {
        return Map.copyOf(TYPES);
    }

    public static EventFamily familyOf(DomainEvent event) {
        return switch (event) {
            case InstanceEvent e -> EventFamily.INSTANCE;
            case PlacementEvent e -> EventFamily.PLACEMENT;
            case BackupEvent e -> EventFamily.BACKUP;
            case UsageEvent e -> EventFamily.USAGE;
            case WalletEvent e -> EventFamily.WALLET;
            case HealthEvent e -> EventFamily.HEALTH;
            case FailoverEvent e -> EventFamily.FAILOVER;
            case IdentityEvent e -> EventFamily.IDENTITY;
            case UnknownEvent e -> throw new IllegalArgumentException("an unknown event has no family: " + e.type());
        };
    }
}
