package cloud.dumont.agent.backup;

import cloud.dumont.agent.container.CryptoWarmUp;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.freeze.UserProcesses;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.posix.ThisThread;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The machine's files, kept safe for as long as the agent lives: opens the workspace, restores first if that is ordered, then
 * saves what changes. Whatever fails is tried again; only when the machine lives elsewhere it ends for good.
 */
public final class BackupLoop implements Runnable {
    private static final System.Logger log = System.getLogger(BackupLoop.class.getName());
    private static final Duration LIMITED = Duration.ofSeconds(60);
    /** A box whose processors are all busy must not make small changes wait for long. */
    private static final int SMALL_CHANGES = 10;

    private static final int UNTIL_ANEW = 3;
    private static final Duration NOT_YET = Duration.ofSeconds(2);
    private final EngineConfig config;
    private final BackupOffice office;
    private final Stores stores;
    private final OrderDesk desk;
    private final Status status;
    private final Restores restores;
    private final Preparing preparing;
    private final UserProcesses processes;
    private final StartGate gate;
    private final FinalCommit finalCommit;
    private final Bell bell = new Bell();
    private final Surroundings surroundings;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault());
    private final Backoff restoring =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), RandomGenerator.getDefault());
    private final long startNanos;
    private boolean recovered;
    private int unreadable;

    /** @param fenced what to do when the machine lives elsewhere */
    public record Surroundings(Life life, InstantSource clock, LongSupplier nanoTime, Runnable fenced) {}

    public BackupLoop(
            EngineConfig config,
            BackupOffice office,
            Stores stores,
            OrderDesk desk,
            Status status,
            Restores restores,
            UserProcesses processes,
            StartGate gate,
            StateFiles state,
            Surroundings surroundings) {
        this.config = config;
        this.office = office;
        this.stores = stores;
        this.desk = desk;
        this.status = status;
        this.restores = restores;
        this.preparing = new Preparing(
                config, office, stores, restores.prepared(), restores, surroundings.life(), surroundings.nanoTime());
        this.processes = processes;
        this.gate = gate;
        this.finalCommit = new FinalCommit(state);
        this.surroundings = surroundings;
        this.startNanos = surroundings.nanoTime().getAsLong();
    }

    @Override
    public void run() {
        ThisThread.stepBack(SMALL_CHANGES);
        desk.whenChanged(bell::ring);
        surroundings.life().whenEnded(bell::ring);
        gate.whenAccepted(bell::ring);
        while (surroundings.life().goesOn()) {
            long heard = bell.rung();
            try {
                workspace();
                backoff.reset();
            } catch (BackupOffice.Refusal e) {
                if (e.isFence()) {
                    end(e.code());
                    return;
                }
                if (e.code().equals(BackupOffice.Refusal.NOT_SERVING)) {
                    if (!prepare(heard)) {
                        return;
                    }
                    continue;
                }
                if (e.code().equals("not_found")) {
                    gate.open();
                }
                failed("the platform refuses: " + e.getMessage());
            } catch (StoreException.Fenced | RegisterException.Fenced e) {
                end(String.valueOf(e.getMessage()));
                return;
            } catch (RegisterException.Conflict e) {
                log.log(System.Logger.Level.WARNING, "the chain went on elsewhere; opening it anew");
                surroundings.life().sleep(backoff.next());
            } catch (StoreException.Refused e) {
                refused(e);
            } catch (DamageException e) {
                failed("the newest backup cannot be read: " + e.getMessage());
            } catch (IOException | StoreException | RegisterException e) {
                failed(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                log.log(System.Logger.Level.ERROR, "the backup failed unexpectedly", e);
                failed("an error of the agent: " + e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** While another box serves the machine. @return false when nothing of this box counts any more */
    private boolean prepare(long heard) {
        try {
            if (!preparing.step()) {
                bell.await(heard, NOT_YET);
            }
            return true;
        } catch (BackupOffice.Refusal e) {
            end(e.code());
            return false;
        } catch (IOException | RuntimeException e) {
            log.log(System.Logger.Level.WARNING, "the files could not be prepared: {0}", e.getMessage());
            surroundings.life().sleep(backoff.next());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void end(String why) {
        log.log(System.Logger.Level.WARNING, "no more backups from this box: {0}", why);
        status.phase(Status.Phase.OFF, "this machine lives elsewhere now");
        surroundings.fenced().run();
    }

    private void refused(StoreException.Refused e) {
        if (e.code().equals(BackupOffice.Refusal.LIMIT)) {
            status.phase(Status.Phase.LIMITED, "the backup has reached its limit; nothing more is saved");
            surroundings.life().sleep(LIMITED);
        } else {
            failed("the store refuses: " + e.getMessage());
        }
    }

    private void failed(String why) {
        log.log(System.Logger.Level.WARNING, "the backup has to wait: {0}", why);
        status.phase(Status.Phase.FAILING, why);
        surroundings.life().sleep(backoff.next());
    }

    private void workspace()
            throws IOException, StoreException, RegisterException, DamageException, InterruptedException {
        BackupOpened opened = office.open();
        desk.set(opened.orders());
        recover(opened);
        if (!begin(opened)) {
            return;
        }
        BackupPolicy policy = desk.orders().policy();
        if (!policy.enabled()) {
            off(policy);
            return;
        }
        CryptoWarmUp.begin(new LowThreads("warm-up"));
        OfficeRegister register = new OfficeRegister(office, surroundings.nanoTime(), desk, finalCommit);
        try (Session session = open(opened, policy, register)) {
            for (Damage damage : session.repository().damage()) {
                log.log(
                        System.Logger.Level.WARNING,
                        "to be saved again, for the store lost it: {0}",
                        damage.sentence());
            }
            save(opened, policy, session);
        } finally {
            status.session(null);
        }
    }

    /** A newest tree that cannot be read, again and again, ends the chain's use but not the backups: the box has the files. */
    private Session open(BackupOpened opened, BackupPolicy policy, OfficeRegister register)
            throws IOException, StoreException, RegisterException, DamageException, InterruptedException {
        try {
            Session session = open(false, opened, policy, register);
            unreadable = 0;
            return session;
        } catch (DamageException e) {
            unreadable++;
            if (unreadable < UNTIL_ANEW) {
                throw e;
            }
            log.log(
                    System.Logger.Level.WARNING,
                    "the newest backup cannot be read, everything is saved again: {0}",
                    e.getMessage());
            return open(true, opened, policy, register);
        }
    }

    private Session open(boolean anew, BackupOpened opened, BackupPolicy policy, OfficeRegister register)
            throws IOException, StoreException, RegisterException, DamageException, InterruptedException {
        return Session.open(
                anew,
                config,
                opened,
                office.epoch().value(),
                policy,
                stores.of(null),
                register,
                surroundings.nanoTime());
    }

    /** What an agent before this one had frozen goes on, unless its final backup counts: that the platform knows. */
    private void recover(BackupOpened opened) throws IOException {
        String order = finalCommit.open().orElse(null);
        if (recovered && order == null) {
            return;
        }
        boolean stillOrdered = order != null
                && opened.orders().snapshots().stream().anyMatch(it -> it.id().equals(order));
        if (!stillOrdered) {
            if (order != null && finalCommit.counts(office, opened.tip())) {
                processes.keepForGood();
            } else {
                processes.recover();
            }
            finalCommit.forget();
        }
        recovered = true;
    }

    /** @return whether there is something to be saved now */
    private boolean begin(BackupOpened opened) throws IOException, InterruptedException {
        RestoreOrder order = opened.orders().restore();
        if (order != null && (order.start() || !restores.mayBackUp(opened))) {
            status.phase(Status.Phase.RESTORING, null);
            switch (restores.start(opened, opened.orders().policy(), order)) {
                case DONE -> {
                    restoring.reset();
                    gate.open();
                }
                case AGAIN -> {
                    status.phase(Status.Phase.FAILING, "the restore is not done yet and is tried again");
                    desk.await(restoring.next());
                }
                case FAILED -> {
                    status.phase(Status.Phase.FAILING, "the restore failed; backups wait for another one");
                    desk.await(Duration.ofSeconds(30));
                }
            }
            // Orders may have come or gone meanwhile.
            return false;
        }
        gate.open();
        if (!restores.mayBackUp(opened)) {
            status.phase(Status.Phase.FAILING, "the machine's files are not on this box; backups wait for a restore");
            desk.await(Duration.ofSeconds(10));
            return false;
        }
        return true;
    }

    private void off(BackupPolicy policy) throws InterruptedException, BackupOffice.Refusal {
        status.phase(Status.Phase.OFF, null);
        while (surroundings.life().goesOn() && desk.orders().policy().version() == policy.version()) {
            desk.await(Duration.ofSeconds(5));
            desk.refresh();
        }
    }

    private void save(BackupOpened opened, BackupPolicy policy, Session session)
            throws IOException, StoreException, RegisterException, InterruptedException {
        status.session(session);
        try (Rounds rounds = new Rounds(
                config,
                session,
                desk,
                status,
                surroundings.life(),
                surroundings.clock(),
                surroundings.nanoTime(),
                startNanos,
                bell)) {
            status.phase(Status.Phase.RUNNING, null);
            log.log(System.Logger.Level.INFO, "the files of epoch {0} are being saved", office.epoch());
            FinalBackup snapshots = new FinalBackup(
                    rounds, processes, office, desk, finalCommit, surroundings.life(), surroundings.nanoTime());
            while (surroundings.life().goesOn() && isSamePolicy(policy)) {
                desk.refresh();
                obey(opened, policy, snapshots);
                rounds.round();
                backoff.reset();
            }
        }
    }

    /** The interval may change without opening anything anew. */
    private boolean isSamePolicy(BackupPolicy policy) {
        BackupPolicy now = desk.orders().policy();
        return now.enabled() == policy.enabled()
                && now.include().equals(policy.include())
                && now.exclude().equals(policy.exclude());
    }

    private void obey(BackupOpened opened, BackupPolicy policy, FinalBackup snapshots)
            throws IOException, StoreException, RegisterException, InterruptedException {
        BackupOrders orders = desk.orders();
        @Nullable RestoreOrder restore = orders.restore();
        if (restore != null) {
            restores.aside(opened, policy, restore);
        }
        for (BackupOrders.Snapshot order : orders.snapshots()) {
            snapshots.carryOut(order, desk.since(order));
            desk.changed();
        }
    }
}
