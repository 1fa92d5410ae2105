package cloud.dumont.agent.container;

import com.github.luben.zstd.Zstd;

/**
 * Tells noise from text before time is spent on it. Bytes that are far from evenly spread are worth a try at once; evenly
 * spread ones only if a sample shrinks, because repeated noise does.
 */
final class Compressibility {
    private static final int WINDOW = 4096;
    private static final int SAMPLE = 32 << 10;
    private static final ThreadLocal<byte[]> SCRATCH =
            ThreadLocal.withInitial(() -> new byte[(int) Zstd.compressBound(SAMPLE)]);

    private Compressibility() {}

    static boolean worthwhile(byte[] plain, int length) {
        if (length < 4 * WINDOW) {
            return length > 64;
        }
        int[] counts = new int[256];
        for (int window = 0; window < 4; window++) {
            int from = (int) ((long) (length - WINDOW) * window / 3);
            for (int i = from; i < from + WINDOW; i++) {
                counts[plain[i] & 0xFF]++;
            }
        }
        // Even noise gives about 64 of each; the sum of squares is then a little above its least, 256 * 64 * 64.
        long squares = 0;
        for (int count : counts) {
            squares += (long) count * count;
        }
        return squares > 256L * 64 * 64 * 115 / 100 || sampleShrinks(plain, length);
    }

    private static boolean sampleShrinks(byte[] plain, int length) {
        int sample = Math.min(SAMPLE, length);
        byte[] scratch = SCRATCH.get();
        long packed = Zstd.compressByteArray(scratch, 0, scratch.length, plain, (length - sample) / 2, sample, 1);
        return packed < sample - sample / 50;
    }
}
