package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.os.Daemon;
import cloud.dumont.sandbox.os.Folders;
import cloud.dumont.sandbox.os.Signals;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who runs on one state folder: a lock for the launcher that the kernel releases whatever happens, and a list of processes
 * by which the next launcher finds what a killed one left.
 */
final class RunRecord implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path run;
    private final FileChannel lock;

    /** A process that cannot be mistaken for a later one with the same number. */
    record Entry(String name, long pid, String started) {}

    private RunRecord(Path run, FileChannel lock) {
        this.run = run;
        this.lock = lock;
    }

    /** Takes the folder; fails in words when another launcher has it. */
    static RunRecord take(Path run) throws IOException {
        Files.createDirectories(run);
        FileChannel channel =
                FileChannel.open(run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new IOException("a sandbox runs already on " + run.getParent() + ": stop it with ./dumont down");
        }
        Files.writeString(run.resolve("launcher.pid"), ProcessHandle.current().pid() + "\n");
        return new RunRecord(run, channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Ends the processes on the list that still are what they were, and forgets addresses that no longer hold. */
    List<String> sweep() throws IOException {
        new EndpointsFile(run).remove();
        List<String> swept = new ArrayList<>();
        for (Entry entry : read()) {
            ProcessHandle process = ProcessHandle.of(entry.pid()).orElse(null);
            if (process != null && started(process).equals(entry.started())) {
                List<Long> family = new ArrayList<>(List.of(process.pid()));
                process.descendants().map(ProcessHandle::pid).forEach(family::add);
                Signals.send("KILL", family);
                process.onExit().join();
                swept.add(entry.name());
            }
        }
        Files.deleteIfExists(list());
        return swept;
    }

    /** Writes who runs now. */
    void list(Collection<Daemon> daemons) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Daemon daemon : daemons) {
            ProcessHandle.of(daemon.pid())
                    .filter(process -> daemon.alive())
                    .ifPresent(process -> entries.add(new Entry(daemon.name(), process.pid(), started(process))));
        }
        Folders.writePrivate(list(), JSON.writeValueAsString(Map.of("processes", entries)));
    }

    private List<Entry> read() throws IOException {
        if (!Files.exists(list())) {
            return List.of();
        }
        try {
            Map<String, List<Entry>> content =
                    JSON.readValue(Files.readString(list()), new TypeReference<Map<String, List<Entry>>>() {});
            return content.getOrDefault("processes", List.of());
        } catch (JacksonException damaged) {
            return List.of();
        }
    }

    private Path list() {
        return run.resolve("processes.json");
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(list());
        Files.deleteIfExists(run.resolve("launcher.pid"));
        lock.close();
    }
}
