package cloud.dumont.events;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact on its way to whoever wants to know.
 *
 * <p>Delivered at least once; consumers drop an {@code id} they have applied. In order per {@code key}; an older
 * {@code keyVersion} than one already applied must not overwrite state, but facts that add (usage) still count.
 *
 * @param version of the meaning of {@code type}; a changed meaning is a new type, fields are only ever added
 * @param subject what the fact is about, e.g. {@code plc_…}
 * @param key the aggregate whose order counts, e.g. {@code ins_…}
 * @param cause the request, event or action that led to it
 */
public record Envelope(
        EventId id,
        String type,
        int version,
        Instant at,
        String subject,
        String key,
        long keyVersion,
        @Nullable Epoch epoch,
        @Nullable UserId user,
        Actor actor,
        @Nullable String cause,
        DomainEvent data) {}
