package cloud.dumont.agent.backup;

import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.FetchLimits;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.agent.restore.RestoreProgress;
import cloud.dumont.agent.restore.Restorer;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the machine's files into place while another box serves it, so that little is left to do when this one takes over; or to
 * show that it could. Nobody is on the box yet: whatever is in the saved folders and not in the version goes.
 */
public final class Preparing {
    private static final System.Logger log = System.getLogger(Preparing.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(2);
    private final EngineConfig config;
    private final BackupOffice office;
    private final Stores stores;
    private final PreparedVersion prepared;
    private final Restores restores;
    private final Life life;
    private final LongSupplier nanoTime;

    Preparing(
            EngineConfig config,
            BackupOffice office,
            Stores stores,
            PreparedVersion prepared,
            Restores restores,
            Life life,
            LongSupplier nanoTime) {
        this.config = config;
        this.office = office;
        this.stores = stores;
        this.prepared = prepared;
        this.restores = restores;
        this.life = life;
        this.nanoTime = nanoTime;
    }

    /** @return false when there was nothing to be done, or it failed: to be asked again later */
    boolean step() throws IOException, InterruptedException {
        Preparation wanted = asked();
        if (wanted == null) {
            return false;
        }
        RestoreOrder order = wanted.order();
        return order != null && carryOut(wanted, order);
    }

    private @Nullable Preparation asked() throws IOException {
        try {
            return office.prepare();
        } catch (BackupOffice.Refusal e) {
            if (e.isFence()) {
                throw e;
            }
            return null;
        }
    }

    private boolean carryOut(Preparation wanted, RestoreOrder order) throws IOException, InterruptedException {
        RestoreProgress progress = new RestoreProgress(order.id(), office.epoch(), nanoTime);
        Thread reporter = Thread.ofVirtual().name("preparation-report").start(() -> report(progress));
        Restorer restorer = restorer(wanted, order, progress);
        ContainerSource source = new ContainerSource(
                stores.of(null), WorkspaceKey.of(Base64.getDecoder().decode(wanted.key()), wanted.workspace()));
        Restorer.Result result;
        PreparationReport.Proof proof;
        try {
            result = restorer.run(source);
            boolean done = result instanceof Restorer.Result.Done;
            if (done) {
                prepared.keep(order);
                restores.nobodyWasHere();
                restores.afterwards(order);
            }
            proof = done && wanted.proof() ? proof(restorer, source) : null;
        } finally {
            reporter.interrupt();
            reporter.join();
        }
        log.log(System.Logger.Level.INFO, "preparation {0}: {1}", order.id(), result);
        tell(new PreparationReport(office.epoch(), progress.report(), progress.fetchedBytes(), proof));
        return result instanceof Restorer.Result.Done;
    }

    private Restorer restorer(Preparation wanted, RestoreOrder order, RestoreProgress progress) throws IOException {
        Files.createDirectories(config.state());
        Restorer.Settings settings = new Restorer.Settings(
                config.top(),
                prepared.identities(order),
                PreparedVersion.scope(order),
                office.epoch().value(),
                new FetchLimits(12, FetchLimits.STANDARD.window()),
                new LowThreads("fetch", false),
                new Restorer.Image(Session.scope(config, wanted.policy()), Long.MAX_VALUE),
                prepared.earlier().orElse(null));
        return new Restorer(settings, order, progress);
    }

    private static PreparationReport.@Nullable Proof proof(Restorer restorer, ContainerSource source)
            throws InterruptedException {
        try {
            return restorer.readBack(source);
        } catch (StoreException | DamageException | PosixException e) {
            log.log(System.Logger.Level.WARNING, "what is in place could not be read again: {0}", e.getMessage());
            return null;
        }
    }

    private void report(RestoreProgress progress) {
        try {
            while (life.goesOn()) {
                Thread.sleep(EVERY);
                RestoreReport report = progress.report();
                if (!report.phase().equals(RestoreReport.DONE)
                        && !report.phase().equals(RestoreReport.FAILED)) {
                    send(new PreparationReport(office.epoch(), report, progress.fetchedBytes(), null));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(PreparationReport report) {
        try {
            office.prepared(report);
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "a report of the preparation was not heard: {0}", e.getMessage());
        }
    }

    /** The last word must be heard, as long as somebody listens. */
    private void tell(PreparationReport report) {
        while (life.goesOn()) {
            try {
                office.prepared(report);
                return;
            } catch (BackupOffice.Refusal e) {
                log.log(System.Logger.Level.INFO, "the end of a preparation is not wanted: {0}", e.getMessage());
                return;
            } catch (IOException e) {
                life.sleep(EVERY);
            }
        }
    }
}
