package cloud.dumont.agent.backup;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.FetchLimits;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.posix.ThisThread;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.restore.RestoreProgress;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.Withheld;
import cloud.dumont.agent.tree.PathBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Carries out restore orders, tells the office and the user how far they are, and remembers what came of them. */
public final class Restores {
    private static final System.Logger log = System.getLogger(Restores.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String BEGUN = "restored-epoch";
    private static final String CAME = "came";
    private static final String FINISHED = "restore-finished";

    /** The loop that keeps the agent running looks for it before it replaces the agent. */
    private static final String RESTORING = "restoring";

    private final EngineConfig config;
    private final BackupOffice office;
    private final Stores stores;
    private final StateFiles state;
    private final LoginMessage message;
    private final Afterwards afterwards;
    private final Life life;
    private final LongSupplier nanoTime;
    private final PreparedVersion prepared;
    private volatile long came;
    private @Nullable Thread aside;

    /** What the agent does once files are back, e.g. its own lines in files of the user. */
    @FunctionalInterface
    public interface Afterwards {
        void restored() throws IOException;
    }

    public Restores(
            EngineConfig config,
            BackupOffice office,
            Stores stores,
            StateFiles state,
            LoginMessage message,
            Afterwards afterwards,
            Life life,
            LongSupplier nanoTime) {
        this.config = config;
        this.office = office;
        this.stores = stores;
        this.state = state;
        this.message = message;
        this.afterwards = afterwards;
        this.life = life;
        this.nanoTime = nanoTime;
        this.prepared = new PreparedVersion(state, config.state());
        this.came = came(state);
    }

    /** When the first agent of this box came: all that is older came with the box. */
    private static long came(StateFiles state) {
        try {
            Optional<String> noted = state.read(CAME).filter(it -> it.matches("\\d{1,19}"));
            if (noted.isPresent()) {
                return Long.parseLong(noted.get());
            }
            long now = ThisThread.fileClockNanos();
            state.write(CAME, Long.toString(now));
            return now;
        } catch (IOException | NumberFormatException e) {
            log.log(System.Logger.Level.WARNING, "it is not noted when this box began: {0}", e.getMessage());
            return ThisThread.fileClockNanos();
        }
    }

    PreparedVersion prepared() {
        return prepared;
    }

    /** What is on the box by now came with it, or with this agent. */
    void nobodyWasHere() throws IOException {
        came = ThisThread.fileClockNanos();
        state.write(CAME, Long.toString(came));
    }

    /**
     * Whether this box has the files of the newest commit, so that what is missing on it was deleted by the user. Else a backup
     * would take everything out of the tree.
     */
    boolean mayBackUp(BackupOpened opened) throws IOException {
        var tip = opened.tip();
        long epoch = office.epoch().value();
        return tip == null
                || tip.epoch() == epoch
                || state.read(BEGUN).filter(Long.toString(epoch)::equals).isPresent();
    }

    /** What came of an order. */
    enum End {
        /** All is in place that the store could give. */
        DONE,
        /** To be tried again. */
        AGAIN,
        FAILED
    }

    /** While nothing else goes on. A machine's whole files in their place are what its backups may begin from. */
    End start(BackupOpened opened, BackupPolicy policy, RestoreOrder order) throws IOException, InterruptedException {
        return run(opened, policy, order, true);
    }

    /** Before the platform hears that it is done: afterwards there is no order that would show it. */
    private void begun(RestoreOrder order, boolean atStart) throws IOException {
        if (atStart && isWhole(order)) {
            state.write(BEGUN, Long.toString(office.epoch().value()));
        }
    }

    private static boolean isWhole(RestoreOrder order) {
        return order.into().isEmpty() && order.paths().isEmpty();
    }

    /** Beside everything else; one at a time, and each only once. */
    synchronized void aside(BackupOpened opened, BackupPolicy policy, RestoreOrder order) {
        Thread running = aside;
        if (running != null && running.isAlive()) {
            return;
        }
        aside = new LowThreads("restore").newThread(() -> {
            try {
                run(opened, policy, order, false);
            } catch (IOException | RuntimeException e) {
                log.log(System.Logger.Level.ERROR, "a restore broke off", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        aside.start();
    }

    private End run(BackupOpened opened, BackupPolicy policy, RestoreOrder order, boolean patient)
            throws IOException, InterruptedException {
        Optional<String> finished = state.read(FINISHED);
        if (finished.filter(text -> text.startsWith(order.id() + " ")).isPresent()) {
            boolean well = finished.orElse("").endsWith(RestoreReport.DONE);
            begun(order, patient && well);
            RestoreProgress known = new RestoreProgress(order.id(), office.epoch(), nanoTime);
            known.ended(well);
            tell(known.report());
            return well ? End.DONE : End.FAILED;
        }
        RestoreProgress progress = new RestoreProgress(order.id(), office.epoch(), nanoTime);
        Thread reporter = Thread.ofVirtual().name("restore-report").start(() -> report(progress));
        Restorer.Result result;
        mark(order);
        try {
            result = restorer(opened, policy, order, progress).run(source(opened, order));
        } finally {
            reporter.interrupt();
            reporter.join();
            message.clear();
            unmark();
        }
        if (patient && result instanceof Restorer.Result.Failed failed && failed.again()) {
            progress.waits();
            send(progress.report());
            return End.AGAIN;
        }
        boolean done = result instanceof Restorer.Result.Done;
        if (done && isWhole(order)) {
            List<PathBytes> missing =
                    progress.missing().stream().map(Entries::path).toList();
            Withheld.none(config.withheld()).set(missing);
        }
        afterwards(order);
        if (done && order.start()) {
            prepared.forget();
        }
        begun(order, patient && done);
        state.write(FINISHED, order.id() + " " + (done ? RestoreReport.DONE : RestoreReport.FAILED));
        log.log(System.Logger.Level.INFO, "restore {0} is {1}", order.id(), done ? "done" : "not possible");
        tell(progress.report());
        return done ? End.DONE : End.FAILED;
    }

    private void mark(RestoreOrder order) {
        try {
            state.write(RESTORING, order.id());
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "the restore is not marked: {0}", e.getMessage());
        }
    }

    private void unmark() {
        try {
            state.delete(RESTORING);
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "the mark of a restore stays: {0}", e.getMessage());
        }
    }

    private Restorer restorer(BackupOpened opened, BackupPolicy policy, RestoreOrder order, RestoreProgress progress)
            throws IOException {
        boolean begins = order.start() && isWhole(order);
        boolean seeds = begins && order.source() == null;
        Path own = config.state().resolve("identities");
        Path other = config.state().resolve("restore-identities");
        Files.createDirectories(config.state());
        Restorer.Settings settings = new Restorer.Settings(
                config.top(),
                seeds ? own : other,
                seeds ? opened.workspace() : order.id(),
                office.epoch().value(),
                new FetchLimits(12, FetchLimits.STANDARD.window()),
                new LowThreads("fetch", false),
                begins ? new Restorer.Image(Session.scope(config, policy), came) : null,
                seeds ? prepared.earlier().orElse(null) : null);
        return new Restorer(settings, order, progress);
    }

    private ContainerSource source(BackupOpened opened, RestoreOrder order) {
        RestoreOrder.Source other = order.source();
        String workspace = other == null ? opened.workspace() : other.workspace();
        String key = other == null ? opened.key() : other.key();
        return new ContainerSource(
                stores.of(other == null ? null : other.workspace()),
                WorkspaceKey.of(Base64.getDecoder().decode(key), workspace));
    }

    void afterwards(RestoreOrder order) {
        try {
            Files.deleteIfExists(config.state().resolve("restore-identities"));
            if (order.into().isEmpty()) {
                afterwards.restored();
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "after the restore: {0}", e.getMessage());
        }
    }

    private void report(RestoreProgress progress) {
        try {
            while (life.goesOn()) {
                RestoreReport report = progress.report();
                message.show(report);
                if (!report.phase().equals(RestoreReport.DONE)
                        && !report.phase().equals(RestoreReport.FAILED)) {
                    send(report);
                }
                progress.awaitOtherThan(report.phase(), EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(RestoreReport report) {
        try {
            office.report(report);
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "a report of the restore was not heard: {0}", e.getMessage());
        }
    }

    /** The last word must be heard. */
    private void tell(RestoreReport report) throws InterruptedException {
        while (life.goesOn()) {
            try {
                office.report(report);
                return;
            } catch (BackupOffice.Refusal e) {
                log.log(System.Logger.Level.WARNING, "the end of a restore is not wanted: {0}", e.getMessage());
                return;
            } catch (IOException e) {
                log.log(System.Logger.Level.DEBUG, "the end of a restore was not heard: {0}", e.getMessage());
                life.sleep(EVERY);
            }
        }
    }
}
