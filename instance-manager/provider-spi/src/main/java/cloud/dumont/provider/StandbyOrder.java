package cloud.dumont.provider;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * @param requestId written down by the caller before the first try
 * @param label leads back to the row that intended this; a name of at most 60 characters, unique per attempt
 * @param zone in the cloud's own word, e.g. {@code us-central1-a}
 * @param machineType in the cloud's own word, e.g. {@code e2-standard-4}
 * @param spot cheaper, and taken back at any moment
 * @param startScript POSIX sh, run as root at every start; may hold the one-time token: never log it
 */
public record StandbyOrder(
        UUID requestId, String label, String zone, String machineType, boolean spot, int diskGb, String startScript) {
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,58}[a-z0-9]");

    public StandbyOrder {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("a label is a name of at most 60 characters");
        }
        if (diskGb < 10) {
            throw new IllegalArgumentException("a disk has at least 10 GB");
        }
    }

    @Override
    public String toString() {
        return "StandbyOrder[" + label + ", " + zone + ", " + machineType + "]";
    }
}
