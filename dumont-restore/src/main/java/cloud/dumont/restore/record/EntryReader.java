package cloud.dumont.restore.record;

import cloud.dumont.restore.container.ChunkTable;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads entries, contents and pieces. */
public final class EntryReader {
    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;
    static final int SMALLEST_PIECE = 37;

    private EntryReader() {}

    public static Entry read(RecordReader in) throws MalformedRecord {
        RawPath path = in.path();
        int type = in.unsignedByte();
        Metadata metadata = metadata(in);
        return switch (type) {
            case 'f' -> file(path, metadata, in);
            case 'd' -> new Entry.Directory(path, metadata);
            case 'l' -> new Entry.Symlink(path, metadata, target(in));
            case 'p' -> new Entry.Fifo(path, metadata);
            case 's' -> new Entry.Socket(path, metadata);
            case 'c', 'b' ->
                new Entry.Device(path, metadata, type == 'b', in.varint(UNSIGNED_INT), in.varint(UNSIGNED_INT));
            default -> throw new MalformedRecord("an entry is of an unknown type");
        };
    }

    private static Metadata metadata(RecordReader in) throws MalformedRecord {
        int mode = (int) in.varint(07777);
        long uid = in.varint(UNSIGNED_INT);
        long gid = in.varint(UNSIGNED_INT);
        Moment mtime = moment(in);
        int count = in.count(2);
        List<Xattr> xattrs = new ArrayList<>(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            xattrs.add(xattr(in));
        }
        return new Metadata(mode, uid, gid, mtime, List.copyOf(xattrs));
    }

    private static Xattr xattr(RecordReader in) throws MalformedRecord {
        byte[] name = in.bytes();
        for (byte b : name) {
            if (b == 0) {
                throw new MalformedRecord("the name of an extended attribute holds NUL");
            }
        }
        if (name.length == 0) {
            throw new MalformedRecord("an extended attribute has no name");
        }
        return new Xattr(name, in.bytes());
    }

    private static Moment moment(RecordReader in) throws MalformedRecord {
        return new Moment(in.svarint(), (int) in.varint(999_999_999));
    }

    private static byte[] target(RecordReader in) throws MalformedRecord {
        byte[] target = in.bytes();
        for (byte b : target) {
            if (b == 0) {
                throw new MalformedRecord("the target of a symbolic link holds NUL");
            }
        }
        if (target.length == 0) {
            throw new MalformedRecord("a symbolic link has no target");
        }
        return target;
    }

    private static Entry.File file(RawPath path, Metadata metadata, RecordReader in) throws MalformedRecord {
        int flags = in.unsignedByte();
        if (flags > 3) {
            throw new MalformedRecord("a file has unknown flags");
        }
        long link = in.varint();
        Content newest = content(in);
        Entry.Contents contents =
                (flags & 2) == 0 ? new Entry.Single(newest) : new Entry.NewestAndWhole(newest, moment(in), content(in));
        return new Entry.File(path, metadata, (flags & 1) != 0, link, contents);
    }

    private static Content content(RecordReader in) throws MalformedRecord {
        long size = in.varint();
        int count = in.count(2);
        List<Part> parts = new ArrayList<>(Math.min(count, 16));
        long rest = size;
        for (int i = 0; i < count; i++) {
            Part part = part(in);
            if (part.length() > rest) {
                throw new MalformedRecord("the parts of a file are longer than the file");
            }
            rest -= part.length();
            parts.add(part);
        }
        if (rest != 0) {
            throw new MalformedRecord("the parts of a file are shorter than the file");
        }
        return count == 0 ? Content.EMPTY : new Content(size, List.copyOf(parts));
    }

    private static Part part(RecordReader in) throws MalformedRecord {
        int kind = in.unsignedByte();
        if (kind > 1) {
            throw new MalformedRecord("a part of a file is of an unknown kind");
        }
        return kind == 0 ? new Hole(in.varint()) : piece(in);
    }

    static Piece piece(RecordReader in) throws MalformedRecord {
        int code = in.unsignedByte();
        if (code != Kind.PACK.code() && code != Kind.COMMIT.code()) {
            throw new MalformedRecord("a piece lies in an unknown kind of container");
        }
        Kind kind = code == Kind.PACK.code() ? Kind.PACK : Kind.COMMIT;
        ContainerId container = new ContainerId(kind, in.varint(), in.varint());
        long offset = in.varint(UNSIGNED_INT);
        int length = (int) in.varint(ChunkTable.LARGEST_CHUNK);
        if (length == 0) {
            throw new MalformedRecord("a chunk has no bytes");
        }
        return new Piece(container, offset, length, in.chunkId());
    }
}
