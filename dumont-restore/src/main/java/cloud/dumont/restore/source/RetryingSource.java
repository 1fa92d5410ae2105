package cloud.dumont.restore.source;

import java.util.List;
import java.util.random.RandomGenerator;

/** Asks again, later and later and never in step with others, while a store is unreachable. */
public final class RetryingSource implements ObjectSource {
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 10_000;

    private final ObjectSource source;
    private final int attempts;
    private final Pause pause;
    private final RandomGenerator random;

    public RetryingSource(ObjectSource source, int attempts, Pause pause, RandomGenerator random) {
        this.source = source;
        this.attempts = attempts;
        this.pause = pause;
        this.random = random;
    }

    /** How to wait between two attempts. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws StoreException;
    }

    @Override
    public byte[] read(String name, int limit) throws StoreException {
        return repeat(() -> source.read(name, limit));
    }

    @Override
    public byte[] readRange(String name, long offset, int length) throws StoreException {
        return repeat(() -> source.readRange(name, offset, length));
    }

    @Override
    public Tail readTail(String name, int length) throws StoreException {
        return repeat(() -> source.readTail(name, length));
    }

    @Override
    public long size(String name) throws StoreException {
        return repeat(() -> source.size(name));
    }

    @Override
    public List<StoredObject> list(String prefix, String after, int limit) throws StoreException {
        return repeat(() -> source.list(prefix, after, limit));
    }

    @Override
    public void close() {
        source.close();
    }

    private <T> T repeat(Request<T> request) throws StoreException {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (StoreUnreachable e) {
                if (attempt >= attempts) {
                    throw e;
                }
                await(attempt, e);
            }
        }
    }

    private void await(int attempt, StoreUnreachable failure) throws StoreUnreachable {
        long longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(attempt - 1, 20));
        try {
            pause.millis(random.nextLong(longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
