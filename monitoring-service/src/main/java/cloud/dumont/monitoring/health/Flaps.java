package cloud.dumont.monitoring.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a placement became suspect lately: who is suspected again and again is believed more slowly. */
public record Flaps(List<Instant> times) {
    public static final Flaps NONE = new Flaps(List.of());
    private static final int REMEMBERED = 20;

    public Flaps {
        times = List.copyOf(times);
    }

    Flaps with(Instant suspected) {
        List<Instant> more = new ArrayList<>(times.subList(Math.max(0, times.size() - REMEMBERED + 1), times.size()));
        more.add(suspected);
        return new Flaps(more);
    }

    @Nullable
    Instant last() {
        return times.isEmpty() ? null : times.getLast();
    }

    public long within(Duration window, Instant now) {
        Instant from = now.minus(window);
        return times.stream().filter(time -> !time.isBefore(from)).count();
    }
}
