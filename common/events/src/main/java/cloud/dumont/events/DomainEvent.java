package cloud.dumont.events;

/** The data of a fact. The record's place among the sealed families decides type name and stream: {@link EventTypes}. */
public sealed interface DomainEvent
        permits InstanceEvent,
                PlacementEvent,
                BackupEvent,
                UsageEvent,
                WalletEvent,
                HealthEvent,
                FailoverEvent,
                IdentityEvent,
                UnknownEvent {}
