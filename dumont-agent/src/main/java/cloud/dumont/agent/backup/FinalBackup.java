package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.freeze.UserProcesses;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.life.StateFiles;
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
 * made in time they go on.
 */
final class FinalBackup {
    private static final System.Logger log = System.getLogger(FinalBackup.class.getName());
    /** Holds the order, and the number that its commit has at least. */
    static final String SENT = "final-commit";

    private static final long LITTLE_BYTES = 32L << 20;
    private static final Duration NAP = Duration.ofMillis(50);
    private final Rounds rounds;
    private final UserProcesses processes;
    private final BackupOffice office;
    private final OrderDesk desk;
    private final StateFiles state;
    private final LongSupplier nanoTime;

    FinalBackup(
            Rounds rounds,
            UserProcesses processes,
            BackupOffice office,
            OrderDesk desk,
            StateFiles state,
            LongSupplier nanoTime) {
        this.rounds = rounds;
        this.processes = processes;
        this.office = office;
        this.desk = desk;
        this.state = state;
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
        Session session = rounds.session();
        while (session.backlogBytes() > LITTLE_BYTES || session.scans().waiting() > 0) {
            if (nanoTime.getAsLong() - deadline >= 0) {
                fail(order, OrderFailed.DEADLINE);
                return;
            }
            rounds.round();
            desk.refresh();
            if (!desk.isWanted(order)) {
                return;
            }
        }
        processes.freeze();
        boolean accepted = false;
        try {
            session.scans().add(ScanTask.changed(RawPath.ROOT, nanoTime.getAsLong()));
            if (gather(order, deadline, session::isAllGathered)) {
                state.write(SENT, order.id() + " " + nextSeq(session));
                accepted = finish(order, deadline);
            } else if (desk.isWanted(order)) {
                fail(order, OrderFailed.DEADLINE);
            }
        } finally {
            if (accepted) {
                processes.keepForGood();
                log.log(System.Logger.Level.INFO, "the final backup counts; nothing of the user runs any more");
            } else {
                processes.thaw();
                state.delete(SENT);
            }
        }
    }

    private static long nextSeq(Session session) {
        var newest = session.repository().newest();
        return newest == null ? 1 : newest.seq() + 1;
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

    /** @return whether the commit counts */
    private boolean finish(BackupOrders.Snapshot order, long deadline)
            throws IOException, StoreException, RegisterException, InterruptedException {
        Session session = rounds.session();
        boolean sent = false;
        while (nanoTime.getAsLong() - deadline < 0) {
            if (!sent && !session.repository().isUnsettled()) {
                CommitOutcome outcome = rounds.commit(order.id(), session.isAllGathered(), nanoTime.getAsLong());
                sent = !(outcome instanceof CommitOutcome.Stale);
            }
            if (sent && !session.repository().isUnsettled()) {
                return !desk.isClosed(order.id());
            }
            rounds.push();
            Thread.sleep(NAP);
        }
        fail(order, OrderFailed.STORE);
        return false;
    }

    private void fail(BackupOrders.Snapshot order, String code) throws IOException {
        long unsaved = rounds.session().backlogBytes();
        log.log(System.Logger.Level.WARNING, "backup order {0} failed: {1}", order.id(), code);
        String detail = code.equals(OrderFailed.DEADLINE)
                ? "there was not enough time: " + unsaved / 1_000_000 + " MB are not saved yet"
                : "the store or the platform did not answer in time";
        office.orderFailed(new OrderFailed(office.epoch(), order.id(), code, detail, unsaved));
    }
}
