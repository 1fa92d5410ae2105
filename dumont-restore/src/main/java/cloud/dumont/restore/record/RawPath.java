package cloud.dumont.restore.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A path as the file system has it: raw bytes relative to the machine's root, empty for the root itself. The order is
 * that of trees: component by component as bytes, so what lies below a directory directly follows it.
 */
public final class RawPath implements Comparable<RawPath> {
    public static final RawPath ROOT = new RawPath(new byte[0]);

    private final byte[] bytes;

    private RawPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException for an absolute path and for components that are empty, dots, or hold NUL */
    public static RawPath of(byte[] bytes) {
        if (!wellFormed(bytes)) {
            throw new IllegalArgumentException("not a path below a root");
        }
        return new RawPath(bytes.clone());
    }

    public static RawPath of(String utf8) {
        return of(utf8.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the array, which nobody may change any more. */
    static RawPath owning(byte[] bytes) {
        return new RawPath(bytes);
    }

    static boolean wellFormed(byte[] bytes) {
        if (bytes.length == 0) {
            return true;
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] == 0) {
                return false;
            }
            if (i == bytes.length || bytes[i] == '/') {
                int length = i - start;
                boolean dots = (length == 1 || length == 2) && bytes[start] == '.' && bytes[i - 1] == '.';
                if (length == 0 || dots) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** The path of the directory that holds this; the root's is the root. */
    public RawPath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new RawPath(Arrays.copyOf(bytes, slash));
    }

    /** The last component; empty for the root. */
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    public RawPath child(byte[] name) {
        if (bytes.length == 0) {
            return of(name);
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = '/';
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        return of(joined);
    }

    /** Whether the other is this or lies below this. */
    public boolean covers(RawPath other) {
        int length = bytes.length;
        return length == 0
                || (other.bytes.length >= length
                        && Arrays.equals(bytes, 0, length, other.bytes, 0, length)
                        && (other.bytes.length == length || other.bytes[length] == '/'));
    }

    /** No path below this comes after it, and no other path that comes after this comes before it. */
    public RawPath behindSubtree() {
        byte[] bound = Arrays.copyOf(bytes, bytes.length + 1);
        bound[bytes.length] = 1;
        return new RawPath(bound);
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
        if (at < 0) {
            return 0;
        }
        return Integer.compare(rank(bytes, at), rank(other.bytes, at));
    }

    /** The separator comes before every byte that a name may hold, and an end before both. */
    private static int rank(byte[] path, int at) {
        if (at == path.length) {
            return -1;
        }
        return path[at] == '/' ? 0 : path[at] & 0xFF;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: one line of printable text from which {@link #parse} gets the same bytes again. */
    @Override
    public String toString() {
        return shown(bytes);
    }

    /** Any raw name for people, as one line. */
    public static String shown(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean exact = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        StringBuilder shown = new StringBuilder();
        if (exact) {
            text.codePoints().forEach(c -> show(shown, c));
        } else {
            for (byte b : bytes) {
                show(shown, b < 0 ? 0xFFFD00 | (b & 0xFF) : b);
            }
        }
        return shown.toString();
    }

    private static void show(StringBuilder shown, int c) {
        if (c == '\\') {
            shown.append("\\\\");
        } else if (c > 0x10FFFF) {
            shown.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
        } else if (Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == 0x2028
                || c == 0x2029) {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                shown.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        } else {
            shown.appendCodePoint(c);
        }
    }

    /**
     * Reads a path as a person writes it: {@code \xHH} is that byte and {@code \\} a backslash; slashes at the ends do not
     * count.
     *
     * @throws IllegalArgumentException if it is not a path below a root
     */
    public static RawPath parse(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] path = new byte[utf8.length];
        int length = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b == '\\' && i + 1 < utf8.length && utf8[i + 1] == '\\') {
                i++;
            } else if (b == '\\' && i + 3 < utf8.length && utf8[i + 1] == 'x') {
                b = (byte) HexFormat.fromHexDigits(new String(utf8, i + 2, 2, StandardCharsets.US_ASCII));
                i += 3;
            }
            path[length++] = b;
        }
        int start = 0;
        while (start < length && path[start] == '/') {
            start++;
        }
        while (length > start && path[length - 1] == '/') {
            length--;
        }
        return of(Arrays.copyOfRange(path, start, length));
    }
}
