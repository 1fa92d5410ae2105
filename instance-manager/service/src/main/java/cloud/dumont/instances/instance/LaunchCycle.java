package cloud.dumont.instances.instance;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * One endeavour to get a box, over all offers and placements it takes.
 *
 * @param tried how many offers were really tried
 * @param heldAt when the money for it was last set aside
 * @param avoidHosts hardware that failed us in this endeavour
 * @param avoidVendors vendors that cannot serve us now
 */
public record LaunchCycle(
        Instant startedAt, int tried, Instant heldAt, Set<String> avoidHosts, Set<String> avoidVendors) {
    public LaunchCycle {
        avoidHosts = Set.copyOf(avoidHosts);
        avoidVendors = Set.copyOf(avoidVendors);
    }

    public static LaunchCycle start(Instant now) {
        return new LaunchCycle(now, 0, now, Set.of(), Set.of());
    }

    public LaunchCycle oneMoreTried() {
        return new LaunchCycle(startedAt, tried + 1, heldAt, avoidHosts, avoidVendors);
    }

    public LaunchCycle held(Instant now) {
        return new LaunchCycle(startedAt, tried, now, avoidHosts, avoidVendors);
    }

    public LaunchCycle withoutHost(String host) {
        return new LaunchCycle(startedAt, tried, heldAt, with(avoidHosts, host), avoidVendors);
    }

    public LaunchCycle withoutVendor(String vendor) {
        return new LaunchCycle(startedAt, tried, heldAt, avoidHosts, with(avoidVendors, vendor));
    }

    private static Set<String> with(Set<String> some, String more) {
        Set<String> all = new TreeSet<>(some);
        all.add(more);
        return all;
    }
}
