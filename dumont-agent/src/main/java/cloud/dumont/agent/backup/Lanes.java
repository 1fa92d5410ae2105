package cloud.dumont.agent.backup;

import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.store.StoreException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads that scan and that read large files, for as long as a session is open. */
final class Lanes implements AutoCloseable {
    private static final System.Logger log = System.getLogger(Lanes.class.getName());
    private static final long PAUSE_MILLIS = 2_000;
    private final Session session;
    private final Bell bell;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread scanning;
    private final Thread reading;
    private volatile boolean ended;

    /** @param first what the scanning thread waits for before it begins */
    Lanes(Session session, Runnable first, Bell bell) {
        this.session = session;
        this.bell = bell;
        this.scanning = new LowThreads("scan").newThread(() -> {
            first.run();
            repeat(() -> session.scans().step(), session.scans()::await);
        });
        this.reading = new LowThreads("large files")
                .newThread(() -> repeat(() -> session.big().step(), session.big()::await));
        scanning.start();
        reading.start();
    }

    @FunctionalInterface
    private interface Step {
        boolean make() throws PosixException, StoreException, InterruptedException;
    }

    @FunctionalInterface
    private interface Waiting {
        void untilThereIsWork() throws InterruptedException;
    }

    private void repeat(Step step, Waiting waiting) {
        try {
            while (!ended) {
                if (!once(step)) {
                    waiting.untilThereIsWork();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException | RuntimeException e) {
            if (!ended) {
                failure.compareAndSet(null, e);
                bell.ring();
            }
        }
    }

    private static boolean once(Step step) throws StoreException, InterruptedException {
        try {
            return step.make();
        } catch (PosixException e) {
            log.log(System.Logger.Level.WARNING, "the files cannot be looked at: {0}", e.getMessage());
            Thread.sleep(PAUSE_MILLIS);
            return true;
        }
    }

    /** @throws StoreException if one of them had to give up */
    void check() throws StoreException {
        switch (failure.get()) {
            case null -> {}
            case StoreException e -> throw e;
            case RuntimeException e -> throw e;
            case Exception e -> throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ended = true;
        session.scans().end();
        scanning.interrupt();
        reading.interrupt();
        try {
            scanning.join();
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
