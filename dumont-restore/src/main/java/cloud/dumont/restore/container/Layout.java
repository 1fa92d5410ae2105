package cloud.dumont.restore.container;

import javax.crypto.SecretKey;

/** What must be known of a container to read its blocks: small, and worth keeping. */
public final class Layout {
    private final ContainerId id;
    private final byte[] header;
    private final SecretKey key;
    private final BlockTable blocks;

    Layout(ContainerId id, byte[] header, SecretKey key, BlockTable blocks) {
        this.id = id;
        this.header = header;
        this.key = key;
        this.blocks = blocks;
    }

    public ContainerId id() {
        return id;
    }

    public BlockTable blocks() {
        return blocks;
    }

    /** A cipher of its own for each thread that reads. */
    public BlockReader reader() {
        return new BlockReader(this, new BlockCipher(key, header));
    }

    public int weight() {
        return 400 + blocks.weight();
    }
}
