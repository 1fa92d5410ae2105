package cloud.dumont.restore.container;

/** Opens blocks of one container whose stored bytes the caller has got. Not for several threads at once. */
public final class BlockReader {
    private final Layout layout;
    private final BlockCipher cipher;

    BlockReader(Layout layout, BlockCipher cipher) {
        this.layout = layout;
        this.cipher = cipher;
    }

    /** The plain bytes of the block whose stored bytes begin at {@code offset}. */
    public byte[] open(int block, byte[] stored, int offset) throws DamagedException {
        BlockTable table = layout.blocks();
        int length = table.storedLength(block);
        if (offset + length <= stored.length) {
            byte[] plain = cipher.open(
                    block, table.stream(block), table.codec(block), table.plainLength(block), stored, offset, length);
            if (plain != null) {
                return plain;
            }
        }
        throw new DamagedException(layout.id().name(), Fault.BLOCK, "its block " + block + " is damaged");
    }
}
