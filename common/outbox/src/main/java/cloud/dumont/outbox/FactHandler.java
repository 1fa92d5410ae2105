package cloud.dumont.outbox;

import cloud.dumont.events.Envelope;

/**
 * Applies one fact. Runs inside a transaction that also records the fact's id, so each fact takes effect once. An exception
 * rolls back; the fact comes again, later a dead letter. Types the handler does not care for are simply ignored.
 */
@FunctionalInterface
public interface FactHandler {
    void apply(Envelope fact);
}
