package cloud.dumont.agent.tree;

import cloud.dumont.agent.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A path as the file system has it, relative to the machine's root: components of any bytes but NUL and the slash, joined by
 * single slashes; empty for the root itself. Ordered component by component, so that whatever lies below a directory directly
 * follows it.
 */
public final class PathBytes implements Comparable<PathBytes> {
    public static final PathBytes ROOT = new PathBytes(new byte[0]);
    private final byte[] bytes;

    private PathBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if it is no such path */
    public static PathBytes of(byte[] bytes) {
        if (!valid(bytes)) {
            throw new IllegalArgumentException("not a path of the format");
        }
        return new PathBytes(bytes.clone());
    }

    public static PathBytes of(String path) {
        return of(path.getBytes(StandardCharsets.UTF_8));
    }

    static PathBytes parse(byte[] own) throws MalformedException {
        if (!valid(own)) {
            throw new MalformedException("a path that is not in the format");
        }
        return new PathBytes(own);
    }

    private static boolean valid(byte[] bytes) {
        int begin = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] == 0) {
                return false;
            }
            if (i == bytes.length || bytes[i] == '/') {
                int length = i - begin;
                boolean dots = length == 1 && bytes[begin] == '.'
                        || length == 2 && bytes[begin] == '.' && bytes[begin + 1] == '.';
                if (length == 0 && bytes.length > 0 || dots) {
                    return false;
                }
                begin = i + 1;
            }
        }
        return true;
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    public int length() {
        return bytes.length;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] array() {
        return bytes;
    }

    /** The root's parent is the root. */
    public PathBytes parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new PathBytes(Arrays.copyOf(bytes, slash));
    }

    /** The last component. */
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    public PathBytes child(byte[] name) {
        if (bytes.length == 0) {
            return of(name);
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = '/';
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        return of(joined);
    }

    /** Whether it is that directory or lies below it. */
    public boolean isWithin(PathBytes directory) {
        int length = directory.bytes.length;
        return length == 0
                || bytes.length >= length
                        && Arrays.equals(bytes, 0, length, directory.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/');
    }

    private int lastSlash() {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '/') {
            at--;
        }
        return at;
    }

    @Override
    public int compareTo(PathBytes other) {
        int common = Math.min(bytes.length, other.bytes.length);
        int at = Arrays.mismatch(bytes, 0, common, other.bytes, 0, common);
        if (at < 0) {
            return Integer.compare(bytes.length, other.bytes.length);
        }
        return Integer.compare(rank(bytes[at]), rank(other.bytes[at]));
    }

    /** The slash ends a component, so it comes before whatever could go on with it. */
    private static int rank(byte value) {
        return value == '/' ? 0 : value & 0xFF;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathBytes path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For tests and debuggers; paths are the user's and belong into no log. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
