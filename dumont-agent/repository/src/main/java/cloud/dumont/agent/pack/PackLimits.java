package cloud.dumont.agent.pack;

/**
 * How large packs become.
 *
 * @param storedBytes a pack is closed before its stored size exceeds this (its trailer comes on top)
 * @param plainBytes the same for what is in it
 * @param chunks and for their number
 * @param openPacks among how many packs chunks of large files are strewn; each holds memory while it is open
 * @param mixedFrom chunks from this length on are strewn; shorter ones stay together because they shrink better so
 */
public record PackLimits(long storedBytes, long plainBytes, int chunks, int openPacks, int mixedFrom) {
    public static final PackLimits STANDARD = new PackLimits(14L << 20, 64L << 20, 20_000, 1, 256 << 10);
    public static final PackLimits STREWN = new PackLimits(12L << 20, 64L << 20, 20_000, 2, 256 << 10);

    public PackLimits {
        if (storedBytes < 1 || openPacks < 1 || chunks < 1) {
            throw new IllegalArgumentException("a pack holds something");
        }
    }
}
