package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.os.Command;
import cloud.dumont.sandbox.os.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One bridge of this sandbox and a network namespace per box. All names start with {@code dc<port base>}, so a sweep can
 * never touch another sandbox. Nothing is routed: a box reaches this machine's bridge address and nothing else, and no
 * box reaches another.
 */
final class BoxNetwork implements AutoCloseable {
    private static final int FIRST_SLOT = 2;
    private static final int LAST_SLOT = 254;

    /** What may pass at once: at least one packet of the largest size that the link hands over whole. */
    private static final long BURST_BYTES = 131_072;

    private static final long BURST_BYTES_PER_MEGABIT = 1_000;

    private final String prefix;
    private final String subnet;
    private final BitSet used = new BitSet();

    private BoxNetwork(int portBase, int subnet) {
        this.prefix = "dc" + portBase;
        this.subnet = "10.206." + subnet + ".";
    }

    /** Removes what a killed sandbox of the same base left, then makes the bridge. */
    static BoxNetwork open(int portBase, int subnet) throws IOException {
        BoxNetwork network = new BoxNetwork(portBase, subnet);
        network.sweep();
        Command.require("ip", "link", "add", network.bridge(), "type", "bridge", "forward_delay", "0");
        Command.require("ip", "addr", "add", network.platformAddress() + "/24", "dev", network.bridge());
        Command.require("ip", "link", "set", network.bridge(), "up");
        return network;
    }

    String platformAddress() {
        return subnet + "1";
    }

    /** One place on the bridge. */
    record Seat(int slot, String namespace, String link, String address) {}

    Seat attach() throws IOException {
        Seat seat = reserve();
        try {
            Command.require("ip", "netns", "add", seat.namespace());
            Command.require("""
                    link add %1$s type veth peer name eth0 netns %2$s
                    link set %1$s master %3$s up
                    link set %1$s type bridge_slave isolated on
                    """.formatted(seat.link(), seat.namespace(), bridge()), List.of("ip", "-batch", "-"));
            Command.require(
                    """
                    addr add %s/24 dev eth0
                    link set lo up
                    link set eth0 up
                    route add default via %s
                    """.formatted(seat.address(), platformAddress()),
                    List.of("ip", "-n", seat.namespace(), "-batch", "-"));
            return seat;
        } catch (IOException failed) {
            detach(seat);
            throw failed;
        }
    }

    void detach(Seat seat) throws IOException {
        Command.run("ip", "link", "del", seat.link());
        Command.run("ip", "netns", "del", seat.namespace());
        synchronized (used) {
            used.clear(seat.slot());
        }
    }

    void cut(Seat seat) throws IOException {
        Command.require("ip", "link", "set", seat.link(), "down");
    }

    void join(Seat seat) throws IOException {
        Command.require("ip", "link", "set", seat.link(), "up");
    }

    /** In both directions, each for itself; a box without the right over its network cannot lift it. */
    void limit(Seat seat, long megabitsPerSecond) throws IOException {
        limit(List.of("tc"), seat.link(), megabitsPerSecond);
        limit(List.of("ip", "netns", "exec", seat.namespace(), "tc"), "eth0", megabitsPerSecond);
    }

    private static void limit(List<String> tc, String device, long megabitsPerSecond) throws IOException {
        List<String> words = new ArrayList<>(tc);
        if (megabitsPerSecond == 0) {
            words.addAll(List.of("qdisc", "del", "dev", device, "root"));
            // one without a limit has nothing to delete
            Command.run(words.toArray(String[]::new));
            return;
        }
        long burst = Math.max(BURST_BYTES, megabitsPerSecond * BURST_BYTES_PER_MEGABIT);
        words.addAll(List.of("qdisc", "replace", "dev", device, "root", "tbf"));
        words.addAll(List.of("rate", megabitsPerSecond + "mbit", "burst", Long.toString(burst), "latency", "100ms"));
        Command.require(words.toArray(String[]::new));
    }

    private Seat reserve() throws IOException {
        synchronized (used) {
            int slot = used.nextClearBit(FIRST_SLOT);
            if (slot > LAST_SLOT) {
                throw new IOException("this sandbox runs " + (LAST_SLOT - FIRST_SLOT + 1) + " boxes already");
            }
            used.set(slot);
            return new Seat(slot, prefix + "-" + slot, prefix + "v" + slot, subnet + slot);
        }
    }

    private String bridge() {
        return prefix + "br";
    }

    private void sweep() throws IOException {
        for (String namespace :
                names(Command.require("ip", "-o", "netns", "list").lines().toList(), prefix + "-")) {
            List<Long> pids = new ArrayList<>();
            Command.run("ip", "netns", "pids", namespace)
                    .output()
                    .lines()
                    .filter(line -> line.matches("\\d+"))
                    .forEach(line -> pids.add(Long.parseLong(line)));
            Signals.send("KILL", pids);
            Command.run("ip", "netns", "del", namespace);
        }
        List<String> links = Command.require("ip", "-o", "link", "show")
                .lines()
                .map(line -> line.replaceFirst("^\\d+: ([^:@]+).*", "$1"))
                .toList();
        for (String link : names(links, prefix + "v")) {
            Command.run("ip", "link", "del", link);
        }
        if (links.contains(bridge())) {
            Command.require("ip", "link", "del", bridge());
        }
    }

    private static List<String> names(List<String> lines, String prefix) {
        return lines.stream()
                .map(line -> line.split("[ :@]")[0])
                .filter(name -> name.matches(prefix + "\\d+"))
                .toList();
    }

    @Override
    public void close() {
        try {
            sweep();
        } catch (IOException left) {
            // The next start of the same base finds and sweeps it.
            System.err.println("network of the boxes not removed: " + left.getMessage());
        }
    }
}
