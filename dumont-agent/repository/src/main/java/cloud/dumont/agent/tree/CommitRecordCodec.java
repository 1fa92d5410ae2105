package cloud.dumont.agent.tree;

import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.ByteWriter;
import cloud.dumont.agent.wire.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit's record as bytes, both ways. */
public final class CommitRecordCodec {
    private static final int VERSION = 1;
    private static final int COMPLETE = 1;
    private static final int TREE = 2;

    private CommitRecordCodec() {}

    public static byte[] write(CommitRecord record) {
        ByteWriter out = new ByteWriter(4096);
        out.varint(VERSION);
        CommitRef parent = record.parent();
        if (parent == null) {
            out.raw(new byte[CommitHash.BYTES]).varint(0).varint(0);
        } else {
            out.raw(parent.hash().array()).varint(parent.epoch()).varint(parent.seq());
        }
        out.svarint(record.wallMillis()).varint(record.sinceStartMillis());
        List<Piece> pages = record.pages();
        out.varint((record.complete() ? COMPLETE : 0) | (pages != null ? TREE : 0));
        out.varint(record.files()).varint(record.bytes());
        out.varint(record.packs().size());
        record.packs().forEach(out::varint);
        if (pages != null) {
            out.varint(pages.size());
            pages.forEach(page -> EntryCodec.piece(out, page));
        }
        out.varint(record.removals().size());
        record.removals().forEach(path -> out.bytes(path.array()));
        out.varint(record.upserts().size());
        record.upserts().forEach(entry -> EntryCodec.write(out, entry));
        return out.toBytes();
    }

    public static CommitRecord read(byte[] bytes) throws MalformedException {
        ByteReader in = new ByteReader(bytes);
        if (in.varint() != VERSION) {
            throw new MalformedException("a record of an unknown version");
        }
        CommitRef parent = parent(in);
        long wall = in.svarint();
        long sinceStart = in.varint();
        long flags = in.varint(COMPLETE | TREE);
        long files = in.varint();
        long size = in.varint();
        List<Long> packs = new ArrayList<>();
        for (int left = in.count(1); left > 0; left--) {
            packs.add(in.varint());
        }
        List<Piece> pages = (flags & TREE) != 0 ? pages(in) : null;
        List<PathBytes> removals = new ArrayList<>();
        for (int left = in.count(1); left > 0; left--) {
            removals.add(PathBytes.parse(in.bytes()));
        }
        List<Entry> upserts = new ArrayList<>();
        for (int left = in.count(EntryCodec.LEAST_ENTRY); left > 0; left--) {
            upserts.add(EntryCodec.read(in));
        }
        in.end();
        boolean complete = (flags & COMPLETE) != 0;
        return new CommitRecord(parent, wall, sinceStart, complete, files, size, packs, pages, removals, upserts);
    }

    private static @Nullable CommitRef parent(ByteReader in) throws MalformedException {
        CommitHash hash = CommitHash.of(in.raw(CommitHash.BYTES));
        long epoch = in.varint();
        long seq = in.varint();
        return seq == 0 ? null : new CommitRef(epoch, seq, hash);
    }

    private static List<Piece> pages(ByteReader in) throws MalformedException {
        List<Piece> pages = new ArrayList<>();
        for (int left = in.count(EntryCodec.leastPiece()); left > 0; left--) {
            pages.add(EntryCodec.piece(in));
        }
        return pages;
    }
}
