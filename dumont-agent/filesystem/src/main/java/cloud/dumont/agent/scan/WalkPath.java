package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.DirectoryBuffer;
import java.util.Arrays;

/** The path of where a walk stands, in one growing array. */
final class WalkPath {
    private static final int LONGEST_NAME = 256;
    private byte[] bytes = new byte[4096];
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameStart;
    private int end;

    void set(int parentLength, DirectoryBuffer entry) {
        put(parentLength, name, entry.copyName(name));
    }

    void set(int parentLength, byte[] child) {
        put(parentLength, child, child.length);
    }

    private void put(int parentLength, byte[] child, int length) {
        nameStart = nameOffset(parentLength);
        end = nameStart + length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        if (parentLength > 0) {
            bytes[parentLength] = '/';
        }
        System.arraycopy(child, 0, bytes, nameStart, length);
    }

    /** Where the names of a directory's entries begin. */
    static int nameOffset(int parentLength) {
        return parentLength == 0 ? 0 : parentLength + 1;
    }

    byte[] bytes() {
        return bytes;
    }

    int nameStart() {
        return nameStart;
    }

    int end() {
        return end;
    }

    RawPath path() {
        return upTo(end);
    }

    RawPath upTo(int length) {
        return RawPath.of(Arrays.copyOf(bytes, length));
    }

    byte[] lastName() {
        return Arrays.copyOfRange(bytes, nameStart, end);
    }

    boolean is(byte[] other) {
        return other.length == end && Arrays.equals(bytes, 0, end, other, 0, end);
    }
}
