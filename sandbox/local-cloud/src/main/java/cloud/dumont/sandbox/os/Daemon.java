package cloud.dumont.sandbox.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One long-lived process of the sandbox that anybody may kill at any time: it stays down until it is started again, and it
 * never outlives the launcher.
 */
public final class Daemon {
    private static final int LOG_TAIL = 25;

    private final Recipe recipe;
    private final BooleanSupplier health;
    private final InstantSource clock;
    private @Nullable Process process;
    private @Nullable Instant since;

    /**
     * How to run it.
     *
     * @param environment added to the launcher's own
     * @param farewell signal that asks it to end in order: TERM or, for PostgreSQL, INT
     * @param orphanSignal what the kernel sends it when the launcher dies
     * @param leashed false when the command sets the parent-death signal itself
     */
    public record Recipe(
            String name,
            List<String> command,
            Path folder,
            Map<String, String> environment,
            Path log,
            String farewell,
            String orphanSignal,
            boolean leashed) {}

    public Daemon(Recipe recipe, BooleanSupplier health, InstantSource clock) {
        this.recipe = recipe;
        this.health = health;
        this.clock = clock;
    }

    public String name() {
        return recipe.name();
    }

    /** Starts the process; nothing happens while it runs. */
    public synchronized void start() throws IOException {
        if (alive()) {
            return;
        }
        Files.createDirectories(recipe.folder());
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(recipe.command()))
                .directory(recipe.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(recipe.log().toFile()));
        builder.environment().putAll(recipe.environment());
        process = recipe.leashed() ? Spawner.start(builder, recipe.orphanSignal()) : Spawner.start(builder);
        since = clock.instant();
    }

    /** Waits until the process is healthy; fails with the end of its log when it dies or takes too long. */
    public void awaitHealthy(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!healthy()) {
            if (!alive()) {
                throw new IOException(name() + " ended while it started; the end of its log:\n" + logTail());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(name() + " is not ready after " + patience.toSeconds()
                        + " s; the end of its log:\n" + logTail());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    public synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    public boolean healthy() {
        return alive() && health.getAsBoolean();
    }

    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    public synchronized @Nullable Instant since() {
        return alive() ? since : null;
    }

    /** kill -9 of the process and its children. */
    public synchronized void kill() throws IOException {
        Process running = process;
        if (running == null) {
            return;
        }
        Signals.send("KILL", family(running));
        await(running, Duration.ofSeconds(10));
    }

    /** Asks it to end, and kills it when it does not within the patience. */
    public synchronized void stop(Duration patience) throws IOException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        Signals.send("CONT", family(running));
        Signals.send(recipe.farewell(), running.pid());
        if (!await(running, patience)) {
            kill();
        }
    }

    public synchronized void pause() throws IOException {
        if (process != null) {
            Signals.send("STOP", family(process));
        }
    }

    public synchronized void resume() throws IOException {
        if (process != null) {
            Signals.send("CONT", family(process));
        }
    }

    private static List<Long> family(Process process) {
        List<Long> pids = new ArrayList<>();
        if (process.isAlive()) {
            pids.add(process.pid());
            process.descendants().map(ProcessHandle::pid).forEach(pids::add);
        }
        return pids;
    }

    private static boolean await(Process process, Duration patience) throws IOException {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a process to end", interrupted);
        }
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(recipe.log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    }
}
