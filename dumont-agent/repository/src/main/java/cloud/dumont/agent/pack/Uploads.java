package cloud.dumont.agent.pack;

import cloud.dumont.agent.index.ChunkIndex;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings packs into the store, several at a time, and tells the index when one is there. A store that is away is waited for, with
 * the packs in memory; their number is bounded by the pool that they come from. Thread-safe.
 */
public final class Uploads implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private final ObjectStore store;
    private final ChunkIndex index;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Thread[] workers;
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong sentPacks = new AtomicLong();
    private long waitingBytes;
    private @Nullable StoreException broken;
    private volatile @Nullable String trouble;
    private boolean closed;

    /** Whose pack it is hears of it here. */
    interface Owner {
        void stored(SealedPack pack);
    }

    private record Waiting(SealedPack pack, Owner owner) {}

    public Uploads(ObjectStore store, ChunkIndex index, int threads) {
        this.store = store;
        this.index = index;
        workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = Thread.ofVirtual().name("upload-", i).start(this::work);
        }
    }

    synchronized void submit(SealedPack pack, Owner owner) throws StoreException {
        check();
        queue.add(new Waiting(pack, owner));
        waitingBytes += pack.body().size();
        notifyAll();
    }

    /** @throws StoreException when nothing can be stored any more */
    synchronized void check() throws StoreException {
        if (broken != null) {
            throw broken;
        }
        if (closed) {
            throw new StoreException.Unavailable("uploads are closed");
        }
    }

    /** Waits until {@code done} holds; it is asked again after each pack. */
    synchronized void await(java.util.function.BooleanSupplier done) throws StoreException, InterruptedException {
        while (!done.getAsBoolean()) {
            check();
            wait();
        }
    }

    private void work() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = upload(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when nothing can be stored any more */
    private boolean upload(Waiting next) throws InterruptedException {
        SealedPack pack = next.pack();
        boolean stored = false;
        try {
            store(pack);
            index.stored(pack.name(), pack.chunks());
            next.owner().stored(pack);
            stored = true;
            finish(pack, null);
        } catch (StoreException.Fenced e) {
            // A pack of an agent that died, under way for long: its number is taken. Whether the epoch is over says the
            // platform.
            finish(null, new StoreException.Unavailable("a pack of that number is there already"));
        } catch (StoreException e) {
            finish(null, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            finish(null, new StoreException.Unavailable("an upload failed: " + e));
        } finally {
            if (!stored) {
                pack.body().close();
            }
        }
        return stored;
    }

    private synchronized Waiting next() throws InterruptedException {
        while (queue.isEmpty()) {
            wait();
        }
        return queue.remove();
    }

    private synchronized void finish(@Nullable SealedPack pack, @Nullable StoreException failure) {
        if (pack != null) {
            waitingBytes -= pack.body().size();
            sentBytes.addAndGet(pack.body().size());
            sentPacks.incrementAndGet();
            pack.body().close();
        }
        if (failure != null && broken == null) {
            broken = failure;
        }
        notifyAll();
    }

    private void store(SealedPack pack) throws StoreException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                store.put(pack.name().path(), pack.body());
                trouble = null;
                return;
            } catch (StoreException.Unavailable e) {
                trouble = e.getMessage();
            }
            long most = Math.min(LONGEST_PAUSE.toMillis(), 200L << Math.min(attempt, 10));
            Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
        }
    }

    /** Sealed, and not known to be stored. */
    public synchronized long waitingBytes() {
        return waitingBytes;
    }

    public long sentBytes() {
        return sentBytes.get();
    }

    public long sentPacks() {
        return sentPacks.get();
    }

    /** What keeps the store from taking packs, if anything. */
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        for (Thread worker : workers) {
            worker.interrupt();
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        synchronized (this) {
            queue.forEach(waiting -> waiting.pack().body().close());
            queue.clear();
        }
    }
}
