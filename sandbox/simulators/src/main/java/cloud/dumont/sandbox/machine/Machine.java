package cloud.dumont.sandbox.machine;

import java.time.Instant;
import java.util.Map;

/**
 * A box that runs.
 *
 * @param mode how it is isolated: {@code namespace}, {@code process} or {@code fake}
 * @param address where clients reach its mapped ports, for example {@code 127.0.0.1}
 * @param ports internal port to external port; external numbers change at every start
 * @param pid the process whose death is the death of the box
 * @param root the directory of its disk on this host
 */
public record Machine(
        String vendor,
        String ref,
        String mode,
        String address,
        Map<Integer, Integer> ports,
        long pid,
        String root,
        Instant startedAt) {
    public Machine {
        ports = Map.copyOf(ports);
    }
}
