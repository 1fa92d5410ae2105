package cloud.dumont.events;

/** A type that this build does not know: a newer producer is at work. Consumers acknowledge and ignore it. */
public record UnknownEvent(String type) implements DomainEvent {}
