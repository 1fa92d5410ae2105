package cloud.dumont.agent.files;

/** What an inode is; the code is the type part of {@code st_mode}. */
public enum FileType {
    REGULAR(0x8000),
    DIRECTORY(0x4000),
    SYMLINK(0xA000),
    FIFO(0x1000),
    SOCKET(0xC000),
    CHARACTER_DEVICE(0x2000),
    BLOCK_DEVICE(0x6000);

    private static final int MASK = 0xF000;
    private static final FileType[] ALL = values();
    private final int code;

    FileType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException for a mode that Linux does not have */
    public static FileType ofMode(int mode) {
        for (FileType type : ALL) {
            if (type.code == (mode & MASK)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no file type in mode " + Integer.toOctalString(mode));
    }

    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }
}
