package cloud.dumont.sandbox.r2.fault;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fault that waits for calls, or one that has happened.
 *
 * @param left how many more times it strikes; -1 for any number
 * @param skip how many fitting calls it still lets pass
 * @param match selectors {@code bucket}, {@code key} (a prefix), {@code method}, {@code action}, beside settings of its kind
 * @param until when it disarms by itself, null for never
 * @param struck how often it has struck
 */
public record ArmedFault(
        long id,
        String kind,
        int left,
        int skip,
        Map<String, String> match,
        @Nullable Instant until,
        int struck) {
    public ArmedFault {
        match = Map.copyOf(match);
    }

    boolean isOver(Instant now) {
        return left == 0 || (until != null && !now.isBefore(until));
    }

    ArmedFault afterFit() {
        return skip > 0
                ? new ArmedFault(id, kind, left, skip - 1, match, until, struck)
                : new ArmedFault(id, kind, left < 0 ? left : left - 1, 0, match, until, struck + 1);
    }

    boolean fits(Target target) {
        return match.entrySet().stream().allMatch(entry -> switch (entry.getKey()) {
            case "bucket" -> target.bucket().equals(entry.getValue());
            case "key" -> target.key().startsWith(entry.getValue());
            case "method" -> target.method().equalsIgnoreCase(entry.getValue());
            case "action" -> target.action().equalsIgnoreCase(entry.getValue());
            default -> true;
        });
    }

    /** What a call is about. */
    public record Target(String bucket, String key, String method, String action) {}

    String setting(String name, String otherwise) {
        return match.getOrDefault(name, otherwise);
    }

    long number(String name, long otherwise) {
        String text = match.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " must be a whole number, not " + text, notANumber);
        }
    }
}
