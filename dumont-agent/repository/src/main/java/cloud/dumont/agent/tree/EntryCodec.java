package cloud.dumont.agent.tree;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Kind;
import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.ByteWriter;
import cloud.dumont.agent.wire.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries as bytes, both ways. */
public final class EntryCodec {
    private static final int FUZZY = 1;
    private static final int WITH_WHOLE = 2;
    private static final int LEAST_PIECE = 1 + 1 + 1 + 1 + 1 + ChunkId.BYTES;
    static final int LEAST_ENTRY = 8;

    private EntryCodec() {}

    public static void write(ByteWriter out, Entry entry) {
        out.bytes(entry.path().array());
        writeBody(out, entry);
    }

    /** All but the path. */
    static void writeBody(ByteWriter out, Entry entry) {
        out.u8(type(entry));
        Meta meta = entry.meta();
        out.varint(meta.mode()).varint(meta.uid()).varint(meta.gid());
        moment(out, meta.mtime());
        out.varint(meta.xattrs().size());
        meta.xattrs().forEach(xattr -> out.bytes(xattr.name()).bytes(xattr.value()));
        switch (entry) {
            case Entry.File file -> file(out, file);
            case Entry.Symlink link -> out.bytes(link.target());
            case Entry.Device device -> out.varint(device.major()).varint(device.minor());
            case Entry.Directory d -> {}
            case Entry.Fifo f -> {}
            case Entry.Socket s -> {}
        }
    }

    private static int type(Entry entry) {
        return switch (entry) {
            case Entry.File f -> 'f';
            case Entry.Directory d -> 'd';
            case Entry.Symlink l -> 'l';
            case Entry.Fifo p -> 'p';
            case Entry.Socket s -> 's';
            case Entry.Device device -> device.block() ? 'b' : 'c';
        };
    }

    private static void file(ByteWriter out, Entry.File file) {
        Entry.Version whole = file.whole();
        out.u8((file.fuzzy() ? FUZZY : 0) | (whole != null ? WITH_WHOLE : 0));
        out.varint(file.link());
        content(out, file.content());
        if (whole != null) {
            moment(out, whole.mtime());
            content(out, whole.content());
        }
    }

    private static void moment(ByteWriter out, Moment moment) {
        out.svarint(moment.seconds()).varint(moment.nanos());
    }

    private static void content(ByteWriter out, Content content) {
        out.varint(content.size()).varint(content.parts().size());
        for (Part part : content.parts()) {
            switch (part) {
                case Part.Hole hole -> out.u8(0).varint(hole.bytes());
                case Piece piece -> {
                    out.u8(1);
                    piece(out, piece);
                }
            }
        }
    }

    public static void piece(ByteWriter out, Piece piece) {
        ContainerName container = piece.container();
        out.u8(container.kind().code()).varint(container.epoch()).varint(container.number());
        out.varint(piece.offset()).varint(piece.length()).raw(piece.id().bytes());
    }

    public static Entry read(ByteReader in) throws MalformedException {
        return readBody(in, PathBytes.parse(in.bytes()));
    }

    static Entry readBody(ByteReader in, PathBytes path) throws MalformedException {
        int type = in.u8();
        Meta meta = meta(in);
        return switch (type) {
            case 'f' -> file(in, path, meta);
            case 'd' -> new Entry.Directory(path, meta);
            case 'l' -> new Entry.Symlink(path, meta, in.bytes());
            case 'p' -> new Entry.Fifo(path, meta);
            case 's' -> new Entry.Socket(path, meta);
            case 'c', 'b' ->
                new Entry.Device(path, meta, type == 'b', in.varint(Meta.MOST_ID), in.varint(Meta.MOST_ID));
            default -> throw new MalformedException("an unknown type of entry");
        };
    }

    private static Meta meta(ByteReader in) throws MalformedException {
        int mode = (int) in.varint(Meta.MODES);
        long uid = in.varint(Meta.MOST_ID);
        long gid = in.varint(Meta.MOST_ID);
        Moment mtime = moment(in);
        int count = in.count(2);
        List<Xattr> xattrs = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            xattrs.add(new Xattr(in.bytes(), in.bytes()));
        }
        return new Meta(mode, uid, gid, mtime, xattrs);
    }

    private static Moment moment(ByteReader in) throws MalformedException {
        long seconds = in.svarint();
        return new Moment(seconds, (int) in.varint(Moment.MOST_NANOS));
    }

    private static Entry.File file(ByteReader in, PathBytes path, Meta meta) throws MalformedException {
        int flags = in.u8();
        if ((flags & ~(FUZZY | WITH_WHOLE)) != 0) {
            throw new MalformedException("unknown flags of a file");
        }
        long link = in.varint();
        Content content = content(in);
        Entry.@Nullable Version whole = (flags & WITH_WHOLE) != 0 ? new Entry.Version(moment(in), content(in)) : null;
        return new Entry.File(path, meta, (flags & FUZZY) != 0, link, content, whole);
    }

    private static Content content(ByteReader in) throws MalformedException {
        long size = in.varint();
        int count = in.count(2);
        List<Part> parts = new ArrayList<>(Math.min(count, 1024));
        long sum = 0;
        for (int i = 0; i < count; i++) {
            Part part = part(in);
            if (part.bytes() > size - sum) {
                throw new MalformedException("the parts are more than the size");
            }
            sum += part.bytes();
            parts.add(part);
        }
        if (sum != size) {
            throw new MalformedException("the parts are less than the size");
        }
        return new Content(size, parts);
    }

    private static Part part(ByteReader in) throws MalformedException {
        int kind = in.u8();
        if (kind > 1) {
            throw new MalformedException("an unknown kind of part");
        }
        return kind == 0 ? new Part.Hole(in.varint()) : piece(in);
    }

    public static Piece piece(ByteReader in) throws MalformedException {
        Kind kind = Kind.of(in.u8());
        long epoch = in.varint();
        long number = in.varint();
        if (!ContainerName.fits(epoch, number)) {
            throw new MalformedException("a container that cannot be");
        }
        long offset = in.varint(0xFFFF_FFFFL);
        int length = (int) in.varint(Format.CHUNK);
        if (length == 0) {
            throw new MalformedException("a chunk of no bytes");
        }
        ChunkId id = ChunkId.of(in.array(), in.skip(ChunkId.BYTES));
        return new Piece(new ContainerName(kind, epoch, number), offset, length, id);
    }

    static int leastPiece() {
        return LEAST_PIECE;
    }
}
