package cloud.dumont.agent.container;

import cloud.dumont.agent.chunk.ChunkHasher;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.SecretKey;

/**
 * Lets the compiler see the loops around cipher and hash often enough, with small messages, to replace them by the processor's own
 * instructions. Without it the first gibibytes cost several times as much. Takes about a second of CPU, once; nobody waits for it.
 */
public final class CryptoWarmUp {
    private static final int BATCH = 1_000;
    private static final int LEAST = 6;
    private static final int MOST = 20;
    private static final int LENGTH = 4096;

    /** As long as it takes when the instructions are used, and twice that again for a busy machine. */
    private static final long GOOD_NANOS = 3L * BATCH * LENGTH;

    private static final AtomicBoolean begun = new AtomicBoolean();

    private final SecretKey key;
    private final Header header;
    private final BlockCipher cipher = new BlockCipher();
    private final ChunkHasher hasher;
    private final byte[] plain = new byte[LENGTH];
    private final byte[] stored = new byte[LENGTH + Format.TAG];
    private long number;

    private CryptoWarmUp() {
        WorkspaceKey workspace = WorkspaceKey.of(new byte[WorkspaceKey.BYTES], "warm-up");
        header = Header.of(ContainerName.pack(0, 0), new byte[32]);
        key = workspace.objectKey(header);
        hasher = new ChunkHasher(workspace.chunkIdKey());
    }

    /** Does it beside everything else, if that has not been done in this process. */
    public static void begin(ThreadFactory threads) {
        if (begun.compareAndSet(false, true)) {
            threads.newThread(CryptoWarmUp::run).start();
        }
    }

    public static void run() {
        CryptoWarmUp warmUp = new CryptoWarmUp();
        for (int batch = 0; batch < MOST; batch++) {
            long before = System.nanoTime();
            warmUp.batch();
            if (batch >= LEAST && System.nanoTime() - before < GOOD_NANOS) {
                return;
            }
        }
    }

    private void batch() {
        for (int i = 0; i < BATCH; i++) {
            BlockTag tag = new BlockTag(number++, Format.DATA, Format.PLAIN, LENGTH);
            int length = cipher.seal(key, header, tag, plain, LENGTH, stored);
            if (i % 2 == 0) {
                cipher.open(key, header, tag, stored, 0, length, plain);
            }
            hasher.id(stored, 0, LENGTH);
        }
    }
}
