package cloud.dumont.agent.container;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Those who compress and encrypt, and their arrays. With 0 threads the caller does it himself. Memory: about 2 MiB of heap
 * per thread and 2 MiB per block that is under way; it is kept until {@link #trim()}. Thread-safe.
 */
public final class Sealers implements AutoCloseable {
    private final int threads;
    private final @Nullable ExecutorService executor;
    private final ArrayDeque<BlockSealer> sealers = new ArrayDeque<>();
    private final ArrayDeque<byte[]> arrays = new ArrayDeque<>();
    private volatile int level = 3;

    public Sealers(int threads, ThreadFactory factory) {
        this.threads = threads;
        this.executor = threads == 0 ? null : Executors.newFixedThreadPool(threads, factory);
    }

    /** In the caller's thread. */
    public static Sealers inline() {
        return new Sealers(0, Thread.ofPlatform().factory());
    }

    /** zstd's level from now on: 1 when much is waiting, 3 when not, 0 to store as it is. */
    public void level(int level) {
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("a level from 0 to 9");
        }
        this.level = level;
    }

    /** How many blocks of one container may be under way at once. */
    int depth() {
        return threads + 1;
    }

    /** Takes over {@code plain}, an array of {@link #array()}. */
    Future<SealedBlock> seal(SecretKey key, Header header, long number, byte stream, byte[] plain, int length) {
        FutureTask<SealedBlock> task = new FutureTask<>(() -> sealNow(key, header, number, stream, plain, length));
        if (executor == null) {
            task.run();
        } else {
            executor.execute(task);
        }
        return task;
    }

    private SealedBlock sealNow(SecretKey key, Header header, long number, byte stream, byte[] plain, int length) {
        BlockSealer sealer = borrow();
        byte[] stored = array();
        int size = sealer.seal(key, header, number, stream, plain, length, level, stored);
        SealedBlock sealed = new SealedBlock(stored, size, stream, sealer.codec(), length);
        giveBack(sealer);
        giveBack(plain);
        return sealed;
    }

    synchronized BlockSealer borrow() {
        BlockSealer sealer = sealers.poll();
        return sealer == null ? new BlockSealer() : sealer;
    }

    synchronized void giveBack(BlockSealer sealer) {
        sealers.push(sealer);
    }

    /** With room for a stored block. */
    synchronized byte[] array() {
        byte[] array = arrays.poll();
        return array == null ? new byte[Format.STORED_BLOCK] : array;
    }

    synchronized void giveBack(byte[] array) {
        if (arrays.size() < 2 * threads + 4) {
            arrays.push(array);
        }
    }

    /** Lets go of what is not in use; for the time between two cycles. */
    public synchronized void trim() {
        sealers.forEach(BlockSealer::close);
        sealers.clear();
        arrays.clear();
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
        trim();
    }
}
