package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.machine.MachineOrder;
import cloud.dumont.sandbox.os.Command;
import cloud.dumont.sandbox.os.FreePort;
import cloud.dumont.sandbox.os.Signals;
import cloud.dumont.sandbox.os.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Boxes for machines without root or without namespaces: a private folder and an own sshd on a high port of 127.0.0.1,
 * all under the user who runs the sandbox. Programs of a box find their place by {@code DUMONT_ROOT}.
 */
public final class ProcessMachineHost implements LocalMachineHost {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path machines;
    private final Path image;
    private final String sshd;
    private final InstantSource clock;
    private final Map<BoxKey, Box> boxes = new ConcurrentHashMap<>();
    private final Map<BoxKey, Object> locks = new ConcurrentHashMap<>();

    /**
     * @param machines folder of the boxes' disks
     * @param image folder that holds the image's {@code files}
     * @throws IOException when there is no sshd program
     */
    public ProcessMachineHost(Path machines, Path image, InstantSource clock) throws IOException {
        String found = Command.find("sshd");
        if (found == null) {
            throw new IOException("machines in process mode need the sshd program: install openssh-server");
        }
        this.machines = machines.toAbsolutePath();
        this.image = image.toAbsolutePath();
        this.sshd = found;
        this.clock = clock;
        // What a killed sandbox left on these disks; a process whose parent-death signal was for its parent only.
        Signals.send("KILL", MarkedProcesses.under(this.machines));
    }

    private record Box(Machine machine, Process process) {
        Set<Long> processes() throws IOException {
            return MarkedProcesses.of(Path.of(machine.root()), machine.pid());
        }
    }

    @Override
    public String mode() {
        return "process";
    }

    @Override
    public String missingIsolation() {
        return "machines share this user's files, processes, network and root file system; "
                + "only port 22 is mapped, disks have no size limit, and a partition freezes the machine";
    }

    @Override
    public String platformAddress() {
        return "127.0.0.1";
    }

    @Override
    public Machine start(MachineOrder order) throws IOException {
        BoxKey key = new BoxKey(order.vendor(), order.ref());
        synchronized (lock(key)) {
            Box running = boxes.get(key);
            if (running != null && running.process().isAlive()) {
                return running.machine();
            }
            Box box = boot(key, order);
            boxes.put(key, box);
            return box.machine();
        }
    }

    private Box boot(BoxKey key, MachineOrder order) throws IOException {
        BoxDisk disk = new BoxDisk(key.folder(machines));
        Path root = disk.folder().resolve("root");
        int wanted = order.requestedSshPort();
        int port = wanted > 1024 && FreePort.isFree(wanted) ? wanted : MappedPorts.anyFree();
        Map<Integer, Integer> ports = Map.of(22, port);
        Map<String, String> environment = new LinkedHashMap<>(order.environment("127.0.0.1", ports));
        environment.putAll(places(root, port));
        Map<String, String> launch = Map.of(
                "BOX_SSH_DELAY", Double.toString(order.sshDelay().toMillis() / 1000.0),
                "BOX_SSH_PORT", Integer.toString(port),
                "BOX_SSHD", sshd);
        disk.prepare(order, environment, launch);
        lay(disk, root, port);

        ProcessBuilder builder = new ProcessBuilder(
                        "sh", root.resolve(".launch").toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(disk.folder().resolve("console.log").toFile());
        builder.environment().clear();
        builder.environment().putAll(places(root, port));
        builder.environment().put("HOME", root.resolve("root").toString());
        Process process = Spawner.start(builder, "KILL");
        return new Box(
                new Machine(
                        order.vendor(),
                        order.ref(),
                        mode(),
                        "127.0.0.1",
                        ports,
                        process.pid(),
                        root.toString(),
                        clock.instant()),
                process);
    }

    /** Where bootstrap script and agent put what belongs to a system folder elsewhere. */
    private static Map<String, String> places(Path root, int port) {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("PATH", root.resolve("usr/bin") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        places.put("DUMONT_ROOT", root.toString());
        places.put("DUMONT_HOME", root.resolve("opt/dumont").toString());
        places.put("DUMONT_SSHD_DIR", root.resolve("etc/ssh").toString());
        places.put("DUMONT_SSHD_PORT", Integer.toString(port));
        places.put("DUMONT_SSHD_PID_FILE", root.resolve("run/sshd.pid").toString());
        places.put(
                "DUMONT_AUTHORIZED_KEYS",
                root.resolve("root/.ssh/authorized_keys").toString());
        return places;
    }

    private void lay(BoxDisk disk, Path root, int port) throws IOException {
        for (String folder : List.of("etc/ssh/sshd_config.d", "root/.ssh", "run", "tmp", "usr/bin", "opt", "var/log")) {
            Files.createDirectories(root.resolve(folder));
        }
        Command.require("cp", "-R", disk.order() + "/.", root + "/");
        Command.require(
                "cp",
                image.resolve("files/launch").toString(),
                root.resolve(".launch").toString());
        Path smi = root.resolve("usr/bin/nvidia-smi");
        Command.require("cp", image.resolve("files/nvidia-smi").toString(), smi.toString());
        Command.require("chmod", "0755", smi.toString());
        if (Files.isWritable(Path.of("/run")) && "root".equals(System.getProperty("user.name"))) {
            // Fixed when sshd was compiled, and needed by an sshd that runs as root only.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Files.writeString(root.resolve("etc/ssh/sshd_config"), sshdConfig(root, port));
    }

    /** Only the first SetEnv counts: without it a login would not find the box's own tools. */
    private static String sshdConfig(Path root, int port) {
        StringBuilder session = new StringBuilder();
        places(root, port)
                .forEach((name, value) -> session.append(' ')
                        .append(name)
                        .append("=\"")
                        .append(value)
                        .append('"'));
        return """
                SetEnv%3$s
                Include %1$s/etc/ssh/sshd_config.d/*.conf
                ListenAddress 127.0.0.1
                Port %2$d
                HostKey %1$s/etc/ssh/ssh_host_ed25519_key
                PidFile %1$s/run/sshd.pid
                AuthorizedKeysFile %1$s/root/.ssh/authorized_keys
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                StrictModes no
                UsePAM no
                UseDNS no
                PrintMotd no
                Subsystem sftp internal-sftp
                """.formatted(root, port, session);
    }

    @Override
    public void kill(String vendor, String ref) {
        BoxKey key = new BoxKey(vendor, ref);
        synchronized (lock(key)) {
            Box box = boxes.remove(key);
            if (box != null) {
                killAll(box);
            }
        }
    }

    private static void killAll(Box box) {
        try {
            // Until none is left: a process may be born between the look and the signal.
            Set<Long> members = box.processes();
            for (int round = 0; round < 20 && !members.isEmpty(); round++) {
                Signals.send("KILL", members);
                box.process()
                        .onExit()
                        .orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
                members = box.processes();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void softOff(String vendor, String ref) {
        Box box = boxes.get(new BoxKey(vendor, ref));
        if (box != null) {
            try {
                Signals.send("TERM", box.processes());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public void stop(String vendor, String ref) {
        BoxKey key = new BoxKey(vendor, ref);
        synchronized (lock(key)) {
            Box box = boxes.remove(key);
            if (box == null) {
                return;
            }
            try {
                sayGoodbye(box);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            killAll(box);
        }
    }

    /** SIGTERM to all, and the time to act on it: a shell first lets its child end. */
    private static void sayGoodbye(Box box) throws IOException {
        Signals.send("TERM", box.processes());
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!box.processes().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
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
        return Optional.ofNullable(boxes.get(new BoxKey(vendor, ref)))
                .filter(box -> box.process().isAlive());
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
            Signals.send(name, box.get().processes());
        }
    }

    /** Without a network of its own the nearest thing to a cut-off box is one whose processes all stand still. */
    @Override
    public void partition(String vendor, String ref) throws IOException {
        freeze(vendor, ref);
    }

    @Override
    public void heal(String vendor, String ref) throws IOException {
        thaw(vendor, ref);
    }

    @Override
    public boolean limit(String vendor, String ref, long megabitsPerSecond) {
        return false;
    }

    @Override
    public void close() {
        List.copyOf(boxes.keySet()).forEach(key -> kill(key.vendor(), key.ref()));
    }

    private Object lock(BoxKey key) {
        return locks.computeIfAbsent(key, ignored -> new Object());
    }
}
