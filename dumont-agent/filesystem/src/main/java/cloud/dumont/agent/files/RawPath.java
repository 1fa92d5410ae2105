package cloud.dumont.agent.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path below a root as the kernel keeps it: bytes, {@code /} between names, none in front or at the end; empty is the
 * root itself. No name is empty, {@code .} or {@code ..}, none holds a NUL. A name may have any other byte and a path any
 * length.
 *
 * <p>The order is the tree's: a directory is followed at once by everything below it. {@link #toString()} is for people
 * and for logs at DEBUG only.
 */
public final class RawPath implements Comparable<RawPath> {
    public static final RawPath ROOT = new RawPath(new byte[0]);
    private final byte[] bytes;
    private int hash;

    private RawPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException for what is no path below a root: {@code ..}, empty names, NUL, an outer slash */
    public static RawPath of(byte[] bytes) {
        if (bytes.length == 0) {
            return ROOT;
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                checkName(bytes, start, i);
                start = i + 1;
            }
        }
        return new RawPath(bytes.clone());
    }

    /** The UTF-8 bytes of the text. */
    public static RawPath of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A path as people and policies write it, below {@code /}; slashes too many and {@code .} are let go. */
    public static RawPath ofAbsolute(String text) {
        RawPath path = ROOT;
        for (String name : text.split("/")) {
            path = name.isEmpty() || name.equals(".") ? path : path.child(name);
        }
        return path;
    }

    private static void checkName(byte[] bytes, int start, int end) {
        int length = end - start;
        boolean dots = length > 0 && length <= 2 && bytes[start] == '.' && bytes[end - 1] == '.';
        if (length == 0 || dots) {
            throw new IllegalArgumentException("not a name below a root");
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] == 0 || bytes[i] == '/') {
                throw new IllegalArgumentException("a name holds neither NUL nor slash");
            }
        }
    }

    public RawPath child(byte[] name) {
        checkName(name, 0, name.length);
        return isRoot() ? new RawPath(name.clone()) : new RawPath(joined(name));
    }

    public RawPath child(String name) {
        return child(name.getBytes(StandardCharsets.UTF_8));
    }

    /** This path with all names of the other below it. */
    public RawPath resolve(RawPath below) {
        if (isRoot() || below.isRoot()) {
            return isRoot() ? below : this;
        }
        return new RawPath(joined(below.bytes));
    }

    private byte[] joined(byte[] below) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + below.length);
        joined[bytes.length] = '/';
        System.arraycopy(below, 0, joined, bytes.length + 1, below.length);
        return joined;
    }

    /** @throws IllegalStateException at the root, which has no parent */
    public RawPath parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        int slash = lastSlash();
        return slash < 0 ? ROOT : new RawPath(Arrays.copyOf(bytes, slash));
    }

    /** The last name; empty at the root. */
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    public List<byte[]> names() {
        List<byte[]> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length && !isRoot(); i++) {
            if (i == bytes.length || bytes[i] == '/') {
                names.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return names;
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** How many names. */
    public int depth() {
        int depth = isRoot() ? 0 : 1;
        for (byte each : bytes) {
            depth += each == '/' ? 1 : 0;
        }
        return depth;
    }

    /** Whether this is the other path or below it. */
    public boolean startsWith(RawPath other) {
        int length = other.bytes.length;
        return length == 0
                || bytes.length >= length
                        && Arrays.equals(bytes, 0, length, other.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/');
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    private int lastSlash() {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '/') {
            at--;
        }
        return at;
    }

    @Override
    public int compareTo(RawPath other) {
        int at = Arrays.mismatch(bytes, other.bytes);
        if (at < 0 || at == bytes.length || at == other.bytes.length) {
            return Integer.compare(bytes.length, other.bytes.length);
        }
        return Integer.compare(rank(bytes[at]), rank(other.bytes[at]));
    }

    // The slash sorts before every byte of a name: nothing comes between a directory and what is in it.
    private static int rank(byte value) {
        return value == '/' ? 0 : value & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(bytes);
        }
        return hash;
    }

    /** @see DisplayName */
    @Override
    public String toString() {
        return DisplayName.of(bytes);
    }
}
