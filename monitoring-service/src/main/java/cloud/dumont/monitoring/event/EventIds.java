package cloud.dumont.monitoring.event;

import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.TypeId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Ids that rise even when the clock does not. */
@Component
class EventIds {
    private final SecureRandom random = new SecureRandom();

    EventId after(Optional<EventId> last, Instant now) {
        UUID fresh = TypeId.newUuid(now, random);
        return new EventId(last.map(EventId::value)
                .filter(before -> compare(before, fresh) >= 0)
                .map(EventIds::next)
                .orElse(fresh));
    }

    /** As PostgreSQL orders them: by bytes without sign. */
    static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    private static UUID next(UUID uuid) {
        long low = uuid.getLeastSignificantBits() + 1;
        return new UUID(low == 0 ? uuid.getMostSignificantBits() + 1 : uuid.getMostSignificantBits(), low);
    }
}
