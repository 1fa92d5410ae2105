package cloud.dumont.provider;

import java.util.List;
import java.util.Map;

/**
 * @param label leads back to the row that intended this; at most 60 characters, unique per attempt
 * @param environment of the container; values may be secret (the one-time token): never log them
 * @param startScript POSIX sh, run by the vendor at every start of the box
 * @param ports internal TCP ports to map, 22 among them
 */
public record LaunchOrder(
        String offerRef,
        String label,
        String image,
        int diskGb,
        Map<String, String> environment,
        String startScript,
        List<Integer> ports) {
    public LaunchOrder {
        if (label.length() > 60) {
            throw new IllegalArgumentException("a label has at most 60 characters");
        }
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }

    @Override
    public String toString() {
        return "LaunchOrder[" + offerRef + ", " + label + "]";
    }
}
