package cloud.dumont.agent.tree;

import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 of a commit's stored object. */
public final class CommitHash {
    static final int BYTES = 32;
    private final byte[] bytes;

    private CommitHash(byte[] bytes) {
        this.bytes = bytes;
    }

    public static CommitHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes");
        }
        return new CommitHash(bytes.clone());
    }

    public static CommitHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    byte[] array() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommitHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
