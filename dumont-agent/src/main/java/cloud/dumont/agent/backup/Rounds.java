package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.TreeTable;
import cloud.dumont.agent.watch.TreeWatch;
import cloud.dumont.agent.watch.WatchLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One round after the other: take what changed, commit it when that is due, see to the scans. For one thread. */
final class Rounds implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Rounds.class.getName());
    /** Between two looks while something is under way. */
    private static final Duration NAP = Duration.ofMillis(250);

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(60);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);
    private static final Duration LONGEST_GATHERING = Duration.ofSeconds(10);
    private static final long LONGEST_PAUSE_MILLIS = 15_000;
    private static final int BUSY = 1024;
    private static final Duration UNTIL_REST = Duration.ofSeconds(8);
    private static final long WORTH_A_SWEEP = 16L << 20;
    private final EngineConfig config;
    private final Session session;
    private final OrderDesk desk;
    private final Status status;
    private final Life life;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final @Nullable TreeWatch watch;
    private final Lanes lanes;
    private final Bell bell;
    private final CommitPace pace;
    private long nextSafetyScan;
    private long nextUnwatchedScan;
    private long settleAtNanos;
    private int settleFailures;
    private long busySince;
    private long sentAtRest = -WORTH_A_SWEEP;
    private boolean rested;
    private boolean toldWhole;

    Rounds(
            EngineConfig config,
            Session session,
            OrderDesk desk,
            Status status,
            Life life,
            InstantSource clock,
            LongSupplier nanoTime,
            long startNanos,
            Bell bell) {
        this.config = config;
        this.session = session;
        this.desk = desk;
        this.status = status;
        this.life = life;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.startNanos = startNanos;
        this.bell = bell;
        session.dirty().whenFilled(bell::ring);
        session.scans().whenFound(bell::ring);
        session.big().whenDone(bell::ring);
        this.busySince = nanoTime.getAsLong();
        this.watch = config.watchShare() > 0
                ? TreeWatch.start(session.scanner(), session.dirty(), limits(config), nanoTime)
                : null;
        long now = nanoTime.getAsLong();
        this.pace = new CommitPace(now);
        this.nextSafetyScan = now + config.safetyScan().toNanos();
        this.nextUnwatchedScan = now;
        session.prune(now);
        session.scans().add(ScanTask.first(now));
        this.lanes = new Lanes(session, this::awaitWatch, bell);
        report();
    }

    private static WatchLimits limits(EngineConfig config) {
        WatchLimits free = WatchLimits.ofFree(config.watchShare());
        return new WatchLimits(Math.max(1, Math.min(config.watches(), free.watches())));
    }

    /** What changes before all is watched is found by the first scan, which begins after that. */
    private void awaitWatch() {
        try {
            while (watch != null && life.goesOn() && !watch.awaitRegistered(Duration.ofSeconds(1))) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Session session() {
        return session;
    }

    /** One round, and then a wait until there is something to do, or for so long. */
    void round(Duration longest) throws StoreException, RegisterException, InterruptedException {
        long heard = bell.rung();
        status.watchedAndSaved(false);
        step();
        status.watchedAndSaved(isWatchedAndSaved());
        if (session.scans().waiting() == 0) {
            rest();
            bell.await(heard, min(longest, untilDue()));
        }
    }

    void round() throws StoreException, RegisterException, InterruptedException {
        round(LONGEST_SLEEP);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration untilDue() {
        if (!session.dirty().isEmpty()
                || !session.small().isEmpty()
                || !session.scans().isSettled()
                || session.repository().isUnsettled()) {
            return NAP;
        }
        long now = nanoTime.getAsLong();
        long due = Math.min(nextSafetyScan - now, desk.dueNanos() - now);
        OptionalLong tried = session.unreadable().dueNanos();
        if (tried.isPresent()) {
            due = Math.min(due, tried.getAsLong() - now);
        }
        if (!unwatched().isEmpty()) {
            due = Math.min(due, nextUnwatchedScan - now);
        }
        if (!rested) {
            due = Math.min(due, busySince + UNTIL_REST.toNanos() - now);
        }
        return Duration.ofNanos(Math.max(0, due));
    }

    /** Whatever comes from now on is a mark first. */
    private boolean isWatchedAndSaved() {
        return watch != null && watch.report().covers() && session.scans().wholeSince() != null && session.isAllSaved();
    }

    private List<RawPath> unwatched() {
        return watch == null
                ? session.scanner().scope().roots()
                : watch.report().scanned();
    }

    /** A box that is left alone gets back what the last work took. */
    private void rest() {
        if (!session.isAtRest()) {
            busySince = nanoTime.getAsLong();
            rested = false;
        } else if (!rested && nanoTime.getAsLong() - busySince >= UNTIL_REST.toNanos()) {
            rested = true;
            session.trim();
            if (session.sentBytes() - sentAtRest >= WORTH_A_SWEEP) {
                sentAtRest = session.sentBytes();
                System.gc();
            }
        }
    }

    private void step() throws StoreException, RegisterException, InterruptedException {
        lanes.check();
        settle();
        long now = nanoTime.getAsLong();
        if (session.small().hasRoom()) {
            session.repository().level(session.scans().waiting() >= BUSY ? 1 : 3);
            session.gather(new Session.Gathering(config.quiet(), config.longest(), now + LONGEST_GATHERING.toNanos()));
            if (isDue()) {
                commit(null, session.isAllGathered(), now);
            }
        }
        look(now);
        report();
    }

    /** A round that waits for nothing to become quiet, and commits only what is full. */
    void push() throws StoreException, RegisterException, InterruptedException {
        lanes.check();
        settle();
        if (session.small().hasRoom()) {
            session.gather(new Session.Gathering(
                    Duration.ZERO, Duration.ZERO, nanoTime.getAsLong() + LONGEST_GATHERING.toNanos()));
        } else if (!session.repository().isUnsettled()) {
            commit(null, false, nanoTime.getAsLong());
        }
        report();
    }

    private void settle() throws StoreException, RegisterException, InterruptedException {
        if (!session.repository().isUnsettled() || nanoTime.getAsLong() - settleAtNanos < 0) {
            return;
        }
        heard(session.small().settle());
    }

    private void heard(@Nullable CommitOutcome outcome) {
        boolean settled = outcome == null || !session.repository().isUnsettled();
        if (settled) {
            settleFailures = 0;
            session.trouble(null);
            return;
        }
        long most = Math.min(LONGEST_PAUSE_MILLIS, 500L << Math.min(settleFailures, 10));
        settleFailures++;
        settleAtNanos = nanoTime.getAsLong()
                + Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1))
                        .toNanos();
        session.trouble(
                outcome instanceof CommitOutcome.InDoubt doubt
                        ? "the store does not answer: " + doubt.why()
                        : "the platform does not answer");
    }

    private boolean isDue() {
        if (session.small().isEmpty() || session.repository().isUnsettled()) {
            return false;
        }
        if (!session.small().hasRoom()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        Duration gap = min(
                LONGEST_GAP,
                Duration.ofSeconds(desk.orders().policy().intervalSeconds()).dividedBy(3));
        boolean allTaken = session.scans().isSettled();
        return pace.mayCommit(now, gap) && (allTaken || session.small().isAsOldAs(LONGEST_GATHERING));
    }

    /** @param frozenNanos the moment that the commit shows */
    CommitOutcome commit(@Nullable String order, boolean complete, long frozenNanos)
            throws StoreException, RegisterException, InterruptedException {
        long now = nanoTime.getAsLong();
        Occasion occasion = new Occasion(
                clock.millis(), Duration.ofNanos(now - startNanos).toMillis(), frozenNanos, complete, order);
        CommitOutcome outcome = session.commit(occasion);
        heard(outcome);
        if (outcome instanceof CommitOutcome.Committed committed) {
            pace.committed(now);
            if (complete && !session.repository().isUnsettled()) {
                status.whole(frozenNanos);
                tellFirst(committed.newest());
            }
        }
        report();
        return outcome;
    }

    private void tellFirst(CommitRef commit) {
        if (!toldWhole) {
            toldWhole = true;
            log.log(System.Logger.Level.INFO, "all that is known is saved: {0}", commit.name());
        }
    }

    /** Scans that nobody asked for: of what is not watched, and now and then of all. */
    private void look(long now) throws InterruptedException {
        if (!session.scans().isIdle()) {
            return;
        }
        List<RawPath> unwatched = unwatched();
        long cost = session.scans().cpuNanosOfAll();
        if (now - nextSafetyScan >= 0) {
            session.scans().add(ScanTask.safety());
            session.small().idle();
            long every = Math.max(config.safetyScan().toNanos(), 100 * cost);
            nextSafetyScan = now + every;
            nextUnwatchedScan = now + interval(cost);
        } else if (!unwatched.isEmpty() && now - nextUnwatchedScan >= 0) {
            unwatched.forEach(path -> session.scans().add(ScanTask.unwatched(path)));
            nextUnwatchedScan = now + interval(cost);
        }
        Long looked = session.scans().wholeSince();
        if (looked != null && session.isAllSaved()) {
            status.whole(looked);
        }
    }

    /** What is not watched is looked at as if something had changed there. */
    void lookAtUnwatched() {
        long now = nanoTime.getAsLong();
        unwatched().forEach(path -> session.scans().add(ScanTask.changed(path, now)));
    }

    private long interval(long cost) {
        long policy =
                Duration.ofSeconds(desk.orders().policy().intervalSeconds()).toNanos() / 2;
        return Math.max(policy, 20 * cost);
    }

    private void report() {
        TreeTable tree = session.repository().tree();
        var newest = session.repository().newest();
        if (newest != null) {
            status.committed(newest.seq(), tree.files(), tree.bytes());
        }
        status.watched(watch != null && watch.report().covers());
    }

    @Override
    public void close() {
        lanes.close();
        if (watch != null) {
            watch.close();
        }
    }
}
