package cloud.dumont.outbox;

import cloud.dumont.events.Actor;
import cloud.dumont.events.DomainEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, before it has an id and a time.
 *
 * @param subject what it is about, e.g. {@code plc_…}
 * @param key the aggregate within which order counts, e.g. {@code ins_…}
 * @param keyVersion version of that aggregate
 * @param cause request, action or event that led to it
 */
public record Fact(
        String subject,
        String key,
        long keyVersion,
        @Nullable Epoch epoch,
        @Nullable UserId user,
        Actor actor,
        @Nullable String cause,
        DomainEvent data) {}
