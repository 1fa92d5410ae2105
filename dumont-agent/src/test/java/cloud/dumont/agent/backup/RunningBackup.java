package cloud.dumont.agent.backup;

import cloud.dumont.agent.freeze.UserProcesses;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.agent.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One agent's backup in a folder, with all its threads; both of its clocks can be moved. */
final class RunningBackup {
    final Life life = new Life();
    final StartGate gate = new StartGate();
    final AtomicBoolean fenced = new AtomicBoolean();
    final Path top;
    final Path state;
    private final AtomicLong ahead = new AtomicLong();
    private final LongSupplier nanoTime = () -> System.nanoTime() + ahead.get();
    final Status status = new Status(nanoTime);
    final OrderDesk desk;
    private final Path home;
    private final LocalPlatform.Office office;
    private final ObjectStore store;
    private int watches = Integer.MAX_VALUE;
    private volatile Duration wallShift = Duration.ZERO;
    private @Nullable Thread thread;

    RunningBackup(Path home, LocalPlatform platform, ObjectStore store, long epoch) throws Exception {
        this(home, platform.office(epoch), store);
    }

    RunningBackup(Path home, LocalPlatform.Office office, ObjectStore store) throws Exception {
        this.home = home;
        this.top = Files.createDirectories(home.resolve("top"));
        this.state = home.resolve("state");
        this.office = office;
        this.store = store;
        this.desk = new OrderDesk(office, nanoTime);
    }

    RunningBackup withWatches(int most) {
        watches = most;
        return this;
    }

    /** From now on the monotonic clock is that much ahead of what it was. */
    void later(Duration by) {
        ahead.addAndGet(by.toNanos());
        desk.changed();
    }

    /** From now on the wall clock is that much off. */
    void wallShift(Duration off) {
        wallShift = off;
    }

    RunningBackup start() throws Exception {
        StateFiles files = StateFiles.in(state);
        Stores stores = workspace -> store;
        EngineConfig config = EngineConfig.of(top, home.resolve("agent"), state).withWatches(watches);
        Restores restores = new Restores(
                config,
                office,
                stores,
                files,
                new LoginMessage(home.resolve("message"), null),
                () -> {},
                life,
                nanoTime);
        UserProcesses nobody = new UserProcesses(files, Path.of("/proc"), "DUMONT_ROOT=" + top, Optional::empty);
        InstantSource clock = () -> Instant.now().plus(wallShift);
        BackupLoop loop = new BackupLoop(
                config,
                office,
                stores,
                desk,
                status,
                restores,
                nobody,
                gate,
                files,
                new BackupLoop.Surroundings(life, clock, nanoTime, () -> fenced.set(true)));
        thread = Thread.ofPlatform().daemon().start(loop);
        return this;
    }

    BackupReading reading() {
        return status.reading();
    }

    boolean isAlive() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    void end() throws InterruptedException {
        life.end();
        Thread running = thread;
        if (running != null) {
            running.join(Duration.ofSeconds(10));
            if (running.isAlive()) {
                throw new AssertionError("it does not end: " + stacks());
            }
        }
    }

    private static String stacks() {
        StringBuilder all = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            all.append('\n').append(thread.getName());
            for (StackTraceElement at : stack) {
                all.append("\n    ").append(at);
            }
        });
        return all.toString();
    }
}
