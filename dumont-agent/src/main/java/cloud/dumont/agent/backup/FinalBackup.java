package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.freeze.UserProcesses;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Orders for a commit. A manual one is made as soon as what is known now is saved. For a final one the user's processes are
 * stopped when little is left, everything is looked at once more, and they stay stopped if the commit counts; if it cannot be
 * made in time they go on. While nobody knows whether it counts they stand still.
 */
final class FinalBackup {
    private static final System.Logger log = System.getLogger(FinalBackup.class.getName());
    private static final long LITTLE_BYTES = 32L << 20;
    private static final Duration NAP = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(400);
    private final Rounds rounds;
    private final UserProcesses processes;
    private final BackupOffice office;
    private final OrderDesk desk;
    private final FinalCommit finalCommit;
    private final Life life;
    private final LongSupplier nanoTime;

    FinalBackup(
            Rounds rounds,
            UserProcesses processes,
            BackupOffice office,
            OrderDesk desk,
            FinalCommit finalCommit,
            Life life,
            LongSupplier nanoTime) {
        this.rounds = rounds;
        this.processes = processes;
        this.office = office;
        this.desk = desk;
        this.finalCommit = finalCommit;
        this.life = life;
        this.nanoTime = nanoTime;
    }

    /** @param sinceNanos when the order was first heard of */
    void carryOut(BackupOrders.Snapshot order, long sinceNanos)
            throws IOException, StoreException, RegisterException, InterruptedException {
        long deadline = sinceNanos + Duration.ofSeconds(order.deadlineSeconds()).toNanos();
        Session session = rounds.session();
        session.big().hurry(true);
        try {
            if (order.kind().equals(BackupOrders.Snapshot.FINAL)) {
                makeFinal(order, deadline);
            } else {
                rounds.lookAtUnwatched();
                long asked = nanoTime.getAsLong();
                gather(order, deadline - (deadline - sinceNanos) / 5, () -> session.isGatheredUpTo(asked));
                finish(order, deadline);
            }
        } finally {
            session.big().hurry(false);
        }
    }

    private void makeFinal(BackupOrders.Snapshot order, long deadline)
            throws IOException, StoreException, RegisterException, InterruptedException {
        if (!isReady(order, deadline)) {
            processes.recover();
            return;
        }
        finalCommit.expect(order.id());
        boolean elsewhere = false;
        boolean accepted = false;
        Thread limit = Thread.ofPlatform().daemon().name("final-limit").start(() -> thawAt(order, deadline));
        try {
            processes.freeze();
            accepted = gatherAll(order, deadline) && finish(order, deadline);
        } catch (StoreException.Fenced | RegisterException.Fenced e) {
            elsewhere = true;
            throw e;
        } finally {
            limit.interrupt();
            limit.join();
            if (accepted || elsewhere) {
                processes.keepForGood();
                finalCommit.forget();
                log.log(System.Logger.Level.INFO, "the machine goes on elsewhere; nothing of the user runs any more");
            } else if (finalCommit.mayCount()) {
                log.log(System.Logger.Level.WARNING, "it is not known whether the final backup counts; nobody goes on");
            } else {
                processes.recover();
            }
        }
    }

    /** Looks at everything, and again if somebody had come meanwhile. @return whether all there is was gathered */
    private boolean gatherAll(BackupOrders.Snapshot order, long deadline)
            throws IOException, StoreException, RegisterException, InterruptedException {
        Session session = rounds.session();
        do {
            session.readAgainFrom(processes.filesInMemory());
            session.unreadable().hurry();
            session.scans().add(ScanTask.changed(RawPath.ROOT, nanoTime.getAsLong()));
            if (!gather(order, deadline, () -> session.isAllGathered() || isStuck(session))) {
                if (desk.isWanted(order)) {
                    fail(order, OrderFailed.DEADLINE);
                }
                return false;
            }
            if (!session.isAllGathered()) {
                fail(order, OrderFailed.UNREADABLE);
                return false;
            }
        } while (processes.freezeNewcomers() > 0);
        return true;
    }

    /** Only what could not be read, several times by now, is left. */
    private static boolean isStuck(Session session) {
        return session.isAllReadableGathered() && session.unreadable().hasFailedOften();
    }

    /** A store that is away may hold the other thread up for any time; the user's processes wait for it to the deadline only. */
    private void thawAt(BackupOrders.Snapshot order, long deadline) {
        try {
            while (nanoTime.getAsLong() - deadline < 0) {
                Thread.sleep(LOOK);
            }
            if (finalCommit.giveUp(order.id())) {
                processes.recover();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "the user's processes could not go on", e);
        }
    }

    /** @return whether so little is left that the rest can be done while everything stands still */
    private boolean isReady(BackupOrders.Snapshot order, long deadline)
            throws IOException, StoreException, RegisterException, InterruptedException {
        Session session = rounds.session();
        while (nanoTime.getAsLong() - deadline < 0) {
            if (session.backlogBytes() <= LITTLE_BYTES && session.scans().waiting() == 0) {
                return true;
            }
            rounds.round(LOOK);
            desk.refresh();
            if (!desk.isWanted(order) || !life.goesOn()) {
                return false;
            }
        }
        fail(order, OrderFailed.DEADLINE);
        return false;
    }

    /** @return whether what is wanted was gathered in time */
    private boolean gather(BackupOrders.Snapshot order, long deadline, BooleanSupplier gathered)
            throws IOException, StoreException, RegisterException, InterruptedException {
        Session session = rounds.session();
        while (!gathered.getAsBoolean() || !session.small().hasRoom()) {
            if (nanoTime.getAsLong() - deadline >= 0) {
                return false;
            }
            rounds.push();
            desk.refresh();
            if (!desk.isWanted(order)) {
                return false;
            }
            Thread.sleep(NAP);
        }
        return true;
    }

    /**
     * Once the platform was asked for a final commit only its answer ends this, whatever the deadline says: what is done after
     * a commit that counts would be lost.
     *
     * @return whether the commit counts
     */
    private boolean finish(BackupOrders.Snapshot order, long deadline)
            throws IOException, StoreException, RegisterException, InterruptedException {
        Session session = rounds.session();
        boolean sent = false;
        while (life.goesOn()) {
            boolean late = nanoTime.getAsLong() - deadline >= 0;
            if (!sent && !late && !session.repository().isUnsettled()) {
                CommitOutcome outcome = rounds.commit(order.id(), session.isAllGathered(), nanoTime.getAsLong());
                sent = !(outcome instanceof CommitOutcome.Stale);
            }
            if (sent && !session.repository().isUnsettled()) {
                return !desk.isClosed(order.id());
            }
            if (late && !finalCommit.mayCount()) {
                // The commit will count, but not for this order.
                desk.close(order.id());
                fail(order, OrderFailed.STORE);
                return false;
            }
            rounds.push();
            Thread.sleep(NAP);
        }
        return false;
    }

    private void fail(BackupOrders.Snapshot order, String code) throws IOException {
        long unsaved = rounds.session().backlogBytes();
        log.log(System.Logger.Level.WARNING, "backup order {0} failed: {1}", order.id(), code);
        String detail = switch (code) {
            case OrderFailed.DEADLINE -> "there was not enough time: " + unsaved / 1_000_000 + " MB are not saved yet";
            case OrderFailed.UNREADABLE -> rounds.session().unreadable().sentence();
            default -> "the store or the platform did not answer in time";
        };
        office.orderFailed(new OrderFailed(office.epoch(), order.id(), code, detail, unsaved));
    }
}
