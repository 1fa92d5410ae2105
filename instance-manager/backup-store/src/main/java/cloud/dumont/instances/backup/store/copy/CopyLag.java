package cloud.dumont.instances.backup.store.copy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** How far the second store is behind. @param age of the oldest commit that is not there, zero: none */
public record CopyLag(Duration age, long commits, long bytes) {
    /** @param waiting all items beyond the copied seq */
    public static CopyLag of(Collection<CopyItem> waiting, Instant now) {
        Instant oldest = waiting.stream()
                .map(CopyItem::committedAt)
                .min(Instant::compareTo)
                .orElse(now);
        Duration age = Duration.between(oldest, now);
        return new CopyLag(
                age.isNegative() ? Duration.ZERO : age,
                waiting.stream().mapToLong(CopyItem::seq).distinct().count(),
                waiting.stream().mapToLong(CopyItem::size).sum());
    }
}
