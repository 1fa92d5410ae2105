package cloud.dumont.sandbox.fault;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One armed fault.
 *
 * @param left how many more times it strikes; -1 for any number
 * @param match what it waits for, by name ({@code path}, {@code method}, {@code ref}, {@code gpu}), beside settings of its kind
 * @param until when it disarms by itself, null for never
 * @param struck how often it has struck
 */
public record Fault(
        long id,
        String kind,
        int left,
        Map<String, String> match,
        @Nullable Instant until,
        int struck) {
    public Fault {
        match = Map.copyOf(match);
    }

    boolean isOver(Instant now) {
        return left == 0 || (until != null && !now.isBefore(until));
    }

    Fault afterStrike() {
        return new Fault(id, kind, left < 0 ? left : left - 1, match, until, struck + 1);
    }

    /** A whole number that is a setting of this kind. */
    public long number(String name, long otherwise) {
        String text = match.getOrDefault(name, "");
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
    }

    /** A setting of this kind of fault, carried in {@code match}. */
    public String setting(String name, String otherwise) {
        return match.getOrDefault(name, otherwise);
    }
}
