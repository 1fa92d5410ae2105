package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.MachineOrder;
import cloud.dumont.sandbox.os.Command;
import cloud.dumont.sandbox.os.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Boxes as isolated sets of processes: own root (an overlay over one shared read-only root), own PID, mount, host-name
 * and network namespace, own address. Needs root on Linux.
 */
public final class NamespaceMachineHost implements LocalMachineHost {
    private static final Set<String> CONTAINER_VENDORS = Set.of("vastai", "runpod");
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration BIRTH = Duration.ofSeconds(5);

    private final Path machines;
    private final Path image;
    private final MachineRoot root;
    private final InstantSource clock;
    private final BoxNetwork network;
    private final Map<BoxKey, Box> boxes = new ConcurrentHashMap<>();
    private final Map<BoxKey, Object> locks = new ConcurrentHashMap<>();

    /**
     * @param machines folder of the boxes' disks
     * @param image folder with the scripts {@code build-root} and {@code enter}
     * @param root the shared root
     */
    public NamespaceMachineHost(
            Path machines, Path image, MachineRoot root, int portBase, int subnet, InstantSource clock)
            throws IOException {
        this.machines = machines.toAbsolutePath();
        this.image = image.toAbsolutePath();
        this.root = root;
        this.clock = clock;
        this.network = BoxNetwork.open(portBase, subnet);
    }

    private record Box(Machine machine, Process process, BoxNetwork.Seat seat, MappedPorts ports) {
        boolean alive() {
            return process.isAlive();
        }
    }

    @Override
    public String mode() {
        return "namespace";
    }

    @Override
    public String missingIsolation() {
        return "";
    }

    @Override
    public String platformAddress() {
        return network.platformAddress();
    }

    @Override
    public Machine start(MachineOrder order) throws IOException {
        BoxKey key = new BoxKey(order.vendor(), order.ref());
        synchronized (lock(key)) {
            Box running = boxes.get(key);
            if (running != null && running.alive()) {
                return running.machine();
            }
            if (running != null) {
                bury(key, running);
            }
            Box box = boot(key, order);
            boxes.put(key, box);
            box.process().onExit().thenRun(() -> {
                synchronized (lock(key)) {
                    bury(key, box);
                }
            });
            return box.machine();
        }
    }

    private Box boot(BoxKey key, MachineOrder order) throws IOException {
        BoxDisk disk = new BoxDisk(key.folder(machines));
        BoxNetwork.Seat seat = network.attach();
        MappedPorts ports = null;
        Process process = null;
        try {
            ports = MappedPorts.open(seat.address(), order.exposedPorts(), order.requestedSshPort());
            Map<String, String> launch =
                    Map.of("BOX_SSH_DELAY", Double.toString(order.sshDelay().toMillis() / 1000.0));
            disk.prepare(order, order.environment("127.0.0.1", ports.numbers()), launch);
            makeVolume(disk, order.diskGb());
            process = Spawner.start(command(order, disk, seat), "KILL");
            long init = init(process, disk);
            Machine machine = new Machine(
                    order.vendor(),
                    order.ref(),
                    mode(),
                    "127.0.0.1",
                    ports.numbers(),
                    init,
                    "/proc/" + init + "/root",
                    clock.instant());
            return new Box(machine, process, seat, ports);
        } catch (IOException failed) {
            if (ports != null) {
                ports.close();
            }
            if (process != null) {
                process.destroyForcibly();
            }
            network.detach(seat);
            throw failed;
        }
    }

    private ProcessBuilder command(MachineOrder order, BoxDisk disk, BoxNetwork.Seat seat) throws IOException {
        String profile = CONTAINER_VENDORS.contains(order.vendor()) ? "container" : "vm";
        return new ProcessBuilder(List.of(
                        "ip",
                        "netns",
                        "exec",
                        seat.namespace(),
                        "unshare",
                        "--mount",
                        "--pid",
                        "--uts",
                        "--ipc",
                        "--fork",
                        "--kill-child",
                        image.resolve("enter").toString(),
                        root.path().toString(),
                        disk.folder().toString(),
                        order.hostname().isBlank() ? order.ref() : order.hostname(),
                        profile))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(disk.folder().resolve("console.log").toFile());
    }

    /** An image of the rented size; the host stores only what the box writes. */
    private static void makeVolume(BoxDisk disk, int diskGb) throws IOException {
        boolean plain = Files.isDirectory(disk.folder().resolve("upper"));
        if (plain || Files.exists(disk.volume()) || !Command.exists("mkfs.ext4") || !Files.exists(LOOP_CONTROL)) {
            return;
        }
        Path beside = disk.folder().resolve("volume.new");
        Command.require("truncate", "-s", Math.max(1, diskGb) + "G", beside.toString());
        Command.require(
                "mkfs.ext4",
                "-q",
                "-F",
                "-m",
                "0",
                "-i",
                "65536",
                "-J",
                "size=16",
                "-E",
                "lazy_itable_init=1,lazy_journal_init=1,nodiscard",
                beside.toString());
        Files.move(beside, disk.volume());
    }

    private static final Path LOOP_CONTROL = Path.of("/dev/loop-control");

    /** The first process of the box: the only child of the one that made the namespaces, once that child is there. */
    private static long init(Process process, BoxDisk disk) throws IOException {
        long deadline = System.nanoTime() + BIRTH.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Optional<ProcessHandle> child = process.children().findFirst();
            if (child.isPresent() && entered(child.get().pid())) {
                return child.get().pid();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
        String console = Files.readString(disk.folder().resolve("console.log")).strip();
        throw new IOException("the box did not start: " + console);
    }

    /** Whether the box's own root is in place, that is: whether its image's first program runs. */
    private static boolean entered(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("/.launch");
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void kill(String vendor, String ref) {
        BoxKey key = new BoxKey(vendor, ref);
        synchronized (lock(key)) {
            Box box = boxes.get(key);
            if (box != null) {
                ProcessHandle.of(box.machine().pid()).ifPresent(ProcessHandle::destroyForcibly);
                end(key, box);
            }
        }
    }

    @Override
    public void softOff(String vendor, String ref) {
        Box box = boxes.get(new BoxKey(vendor, ref));
        if (box != null) {
            ProcessHandle.of(box.machine().pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    @Override
    public void stop(String vendor, String ref) {
        BoxKey key = new BoxKey(vendor, ref);
        synchronized (lock(key)) {
            Box box = boxes.get(key);
            if (box != null) {
                ProcessHandle.of(box.machine().pid()).ifPresent(ProcessHandle::destroy);
                await(box.process(), GRACE);
                end(key, box);
            }
        }
    }

    private void end(BoxKey key, Box box) {
        ProcessHandle.of(box.machine().pid()).ifPresent(ProcessHandle::destroyForcibly);
        box.ports().close();
        if (!await(box.process(), GRACE)) {
            box.process().destroyForcibly();
        }
        bury(key, box);
    }

    private static boolean await(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes the box's network away; once, whoever comes first. */
    private void bury(BoxKey key, Box box) {
        if (boxes.remove(key, box)) {
            box.ports().close();
            try {
                network.detach(box.seat());
            } catch (IOException left) {
                throw new UncheckedIOException(left);
            }
        }
    }

    @Override
    public void destroy(String vendor, String ref) {
        BoxKey key = new BoxKey(vendor, ref);
        synchronized (lock(key)) {
            kill(vendor, ref);
            try {
                new BoxDisk(key.folder(machines)).delete();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public Optional<Machine> find(String vendor, String ref) {
        return running(vendor, ref).map(Box::machine);
    }

    private Optional<Box> running(String vendor, String ref) {
        return Optional.ofNullable(boxes.get(new BoxKey(vendor, ref))).filter(Box::alive);
    }

    @Override
    public void freeze(String vendor, String ref) throws IOException {
        signal(vendor, ref, "STOP");
    }

    @Override
    public void thaw(String vendor, String ref) throws IOException {
        signal(vendor, ref, "CONT");
    }

    private void signal(String vendor, String ref, String name) throws IOException {
        Optional<Box> box = running(vendor, ref);
        if (box.isPresent()) {
            new ProcessNamespace(box.get().machine().pid()).signal(name);
        }
    }

    @Override
    public void partition(String vendor, String ref) throws IOException {
        Optional<Box> box = running(vendor, ref);
        if (box.isPresent()) {
            network.cut(box.get().seat());
        }
    }

    @Override
    public void heal(String vendor, String ref) throws IOException {
        Optional<Box> box = running(vendor, ref);
        if (box.isPresent()) {
            network.join(box.get().seat());
        }
    }

    @Override
    public boolean limit(String vendor, String ref, long megabitsPerSecond) throws IOException {
        Optional<Box> box = running(vendor, ref);
        if (box.isPresent()) {
            network.limit(box.get().seat(), megabitsPerSecond);
        }
        return true;
    }

    @Override
    public void close() {
        List.copyOf(boxes.keySet()).forEach(key -> kill(key.vendor(), key.ref()));
        network.close();
    }

    private Object lock(BoxKey key) {
        return locks.computeIfAbsent(key, ignored -> new Object());
    }
}
