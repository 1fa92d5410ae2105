package cloud.dumont.restore.writer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Encodes entries. */
public final class EntryBytes {
    private EntryBytes() {}

    /** What most entries have in common, with values that stand out. */
    public static Bytes start(byte[] path, char type, int mode) {
        return start(path, type, mode, 1000, 1001, 1_700_000_000, 123_456_789, List.of());
    }

    /** @param xattrs name, value, name, value … */
    public static Bytes start(
            byte[] path, char type, int mode, long uid, long gid, long seconds, int nanos, List<byte[]> xattrs) {
        Bytes out = new Bytes()
                .bytes(path)
                .u8(type)
                .varint(mode)
                .varint(uid)
                .varint(gid)
                .svarint(seconds)
                .varint(nanos)
                .varint(xattrs.size() / 2);
        xattrs.forEach(out::bytes);
        return out;
    }

    public static byte[] path(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] directory(String path) {
        return start(path(path), 'd', 0755).array();
    }

    public static byte[] symlink(String path, String target) {
        return start(path(path), 'l', 0777)
                .bytes(target.getBytes(StandardCharsets.UTF_8))
                .array();
    }

    public static byte[] file(String path, byte[] content) {
        return start(path(path), 'f', 0644).u8(0).varint(0).raw(content).array();
    }

    /** A content's parts, to be joined. */
    public static final class ContentBytes {
        private final List<byte[]> parts = new ArrayList<>();
        private long size;

        public ContentBytes hole(long length) {
            parts.add(new Bytes().u8(0).varint(length).array());
            size += length;
            return this;
        }

        public ContentBytes piece(byte[] piece, long length) {
            parts.add(new Bytes().u8(1).raw(piece).array());
            size += length;
            return this;
        }

        public byte[] array() {
            return array(size);
        }

        public byte[] array(long claimedSize) {
            Bytes out = new Bytes().varint(claimedSize).varint(parts.size());
            parts.forEach(out::raw);
            return out.array();
        }
    }
}
