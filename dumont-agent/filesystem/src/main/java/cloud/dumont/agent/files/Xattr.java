package cloud.dumont.agent.files;

import java.util.Arrays;

/** One extended attribute; the arrays belong to it and are not to be changed. */
public record Xattr(byte[] name, byte[] value) implements Comparable<Xattr> {
    @Override
    public int compareTo(Xattr other) {
        return Arrays.compareUnsigned(name, other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xattr same && Arrays.equals(name, same.name) && Arrays.equals(value, same.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(name) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return DisplayName.of(name) + "=" + value.length + " bytes";
    }
}
