package cloud.dumont.agent.container;

/** The numbers of the format, version 1. */
public final class Format {
    /** Plain bytes of a block. */
    public static final int BLOCK = 1 << 20;

    public static final int TAG = 16;
    public static final int HEADER = 64;
    public static final int FOOTER = 16;
    public static final int CHUNK = 8 << 20;

    /** Plain bytes of a trailer, as a reader accepts them. */
    public static final int TRAILER = 64 << 20;

    /** The longest a block can be when it is stored. */
    public static final int STORED_BLOCK = BLOCK + TAG;

    static final byte DATA = 1;
    static final byte RECORD = 2;
    static final byte TRAILER_STREAM = 'T';
    static final long TRAILER_NUMBER = -1L;
    static final byte PLAIN = 0;
    static final byte ZSTD = 1;
    static final int FOOTER_MAGIC = 0x31465644;

    private Format() {}
}
