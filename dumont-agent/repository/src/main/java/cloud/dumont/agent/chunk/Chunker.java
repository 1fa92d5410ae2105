package cloud.dumont.agent.chunk;

/**
 * Cuts a stream where its content says so: a normalised rolling gear hash, two bytes a step, with a gear table made from the
 * workspace's chunker key. Where a chunk ends depends on nothing but its own bytes. Streams below {@link #MIN} stay whole.
 *
 * <p>One per stream, not thread-safe: it remembers how far it looked when the bytes ran out.
 */
public final class Chunker {
    public static final int MIN = 256 << 10;
    public static final int AVERAGE = 1 << 20;
    public static final int MAX = 4 << 20;

    // Below the average a cut is four times rarer than once in AVERAGE, beyond it four times more frequent. The bits
    // are
    // upper ones, where more bytes take part; bit 63 is left free for the half step.
    private static final long RARE = 0x7FFF_FE00_0000_0000L;
    private static final long OFTEN = 0x7FFF_E000_0000_0000L;

    private final long[] gear;
    private final long[] shifted;
    private int at = MIN;
    private long hash;

    public Chunker(GearTable table) {
        gear = table.words();
        shifted = table.shiftedWords();
    }

    /**
     * The length of the chunk that begins at {@code offset}.
     *
     * @param length of what is there from {@code offset} on; at a repeated call for the same chunk at least as much as before
     * @param last whether the stream ends there
     * @return 0 if more bytes are needed to tell (never when {@link #MAX} are there), or if there are none
     */
    public int next(byte[] window, int offset, int length, boolean last) {
        int end = Math.min(length, MAX);
        int cut = scan(window, offset, Math.min(end, AVERAGE), RARE);
        if (cut == 0 && end > AVERAGE) {
            cut = scan(window, offset, end, OFTEN);
        }
        if (cut == 0 && (last || end == MAX)) {
            cut = end;
        }
        if (cut != 0) {
            at = MIN;
            hash = 0;
        }
        return cut;
    }

    private int scan(byte[] window, int offset, int end, long mask) {
        long rolling = hash;
        int position = at;
        // In pairs; an odd byte at the very end of a stream never decides anything.
        for (; position + 1 < end; position += 2) {
            rolling = (rolling << 2) + shifted[window[offset + position] & 0xFF];
            if ((rolling & mask << 1) == 0) {
                return position;
            }
            rolling += gear[window[offset + position + 1] & 0xFF];
            if ((rolling & mask) == 0) {
                return position + 1;
            }
        }
        hash = rolling;
        at = position;
        return 0;
    }
}
