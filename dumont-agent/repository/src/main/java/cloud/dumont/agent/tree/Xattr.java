package cloud.dumont.agent.tree;

import java.util.Arrays;

/** An extended attribute; nobody changes its arrays. */
public record Xattr(byte[] name, byte[] value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Xattr(byte[] n, byte[] v) && Arrays.equals(name, n) && Arrays.equals(value, v);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(name) + Arrays.hashCode(value);
    }
}
