package cloud.dumont.sandbox.machine;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Boxes without processes: each is a set of loopback listeners, and port 22 greets like OpenSSH, so that "ssh answers" can
 * be checked. Its levers make the host refuse starts, lose boxes or keep ports shut.
 */
public final class FakeMachineHost implements MachineHost, AutoCloseable {
    private final InstantSource clock;
    private final Map<String, Box> running = new LinkedHashMap<>();
    private final Set<String> disks = new HashSet<>();
    private final List<MachineOrder> orders = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private @Nullable Duration sshDelay;
    private long nextPid = 50_001;

    public FakeMachineHost(InstantSource clock) {
        this.clock = clock;
    }

    private record Box(Machine machine, List<SshGreeter> listeners) {
        void close() {
            listeners.forEach(SshGreeter::close);
        }
    }

    @Override
    public synchronized Machine start(MachineOrder order) throws IOException {
        String key = key(order.vendor(), order.ref());
        if (!order.ref().matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException("a real host would not know such a box: " + key);
        }
        Box old = running.get(key);
        if (old != null) {
            return old.machine();
        }
        calls.add("start " + key);
        if (!refusals.isEmpty()) {
            throw new IOException(refusals.removeFirst());
        }
        orders.add(order);
        disks.add(key);
        Box box = open(order, key);
        running.put(key, box);
        return box.machine();
    }

    private Box open(MachineOrder order, String key) throws IOException {
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        List<SshGreeter> listeners = new ArrayList<>();
        for (int internal : order.exposedPorts()) {
            boolean ssh = internal == 22;
            Duration delay = ssh ? (sshDelay == null ? order.sshDelay() : sshDelay) : Duration.ZERO;
            SshGreeter listener = SshGreeter.open(ssh ? order.requestedSshPort() : 0, delay);
            listeners.add(listener);
            ports.put(internal, listener.port());
        }
        Machine machine = new Machine(
                order.vendor(),
                order.ref(),
                "fake",
                "127.0.0.1",
                ports,
                nextPid++,
                "/nonexistent/" + key,
                clock.instant());
        return new Box(machine, listeners);
    }

    @Override
    public synchronized void kill(String vendor, String ref) {
        end("kill", key(vendor, ref));
    }

    @Override
    public synchronized void softOff(String vendor, String ref) {
        calls.add("softOff " + key(vendor, ref));
    }

    @Override
    public synchronized void stop(String vendor, String ref) {
        end("stop", key(vendor, ref));
    }

    @Override
    public synchronized void destroy(String vendor, String ref) {
        end("destroy", key(vendor, ref));
        disks.remove(key(vendor, ref));
    }

    private void end(String call, String key) {
        calls.add(call + " " + key);
        Box box = running.remove(key);
        if (box != null) {
            box.close();
        }
    }

    @Override
    public synchronized Optional<Machine> find(String vendor, String ref) {
        return Optional.ofNullable(running.get(key(vendor, ref))).map(Box::machine);
    }

    /** The next start fails with this sentence; several wait in line. */
    public synchronized void refuseNextStart(String sentence) {
        refusals.add(sentence);
    }

    /** From now on port 22 opens after this time, whatever the order says; null obeys the order again. */
    public synchronized void sshOpensAfter(@Nullable Duration delay) {
        sshDelay = delay;
    }

    /** Every process and disk is lost, as when the computer under the boxes is switched off. */
    public synchronized void forgetAll() {
        running.values().forEach(Box::close);
        running.clear();
        disks.clear();
    }

    /** Orders that led to a started box, oldest first. */
    public synchronized List<MachineOrder> orders() {
        return List.copyOf(orders);
    }

    /**
     * Every call as {@code start vendor/ref}, {@code kill …}, {@code softOff …}, {@code stop …},
     * {@code destroy …}, oldest first.
     */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized boolean hasDisk(String vendor, String ref) {
        return disks.contains(key(vendor, ref));
    }

    @Override
    public synchronized void close() {
        running.values().forEach(Box::close);
        running.clear();
    }

    private static String key(String vendor, String ref) {
        return vendor + "/" + ref;
    }
}
