package cloud.dumont.restore.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says. Its removals and upserts stay bytes, checked once, because there may be millions of them.
 *
 * @param parentHash SHA-256 of the parent's object; zeros for the first commit, as are the parent's numbers
 * @param newPacks how many packs of its epoch are named for the first time
 * @param pages null if no tree follows
 */
public record CommitRecord(
        byte[] parentHash,
        long parentEpoch,
        long parentSeq,
        long wallClockMillis,
        long uptimeMillis,
        boolean everythingSaved,
        long files,
        long bytes,
        int newPacks,
        @Nullable List<Piece> pages,
        Changes changes) {
    private static final int SMALLEST_ENTRY = 8;

    /** Where removals and upserts lie in the record's bytes. */
    public record Changes(byte[] record, int removals, int removalsStart, int upserts, int upsertsStart) {
        public void forEachRemoval(RemovalVisitor visitor) throws IOException {
            RecordReader in = new RecordReader(record, removalsStart, record.length);
            for (int i = 0; i < removals; i++) {
                visitor.removal(in.path());
            }
        }

        public void forEachUpsert(UpsertVisitor visitor) throws IOException {
            RecordReader in = new RecordReader(record, upsertsStart, record.length);
            for (int i = 0; i < upserts; i++) {
                int start = in.position();
                RawPath path = EntryReader.read(in).path();
                visitor.upsert(path, new EncodedEntry(record, start, in.position()));
            }
        }
    }

    @FunctionalInterface
    public interface RemovalVisitor {
        void removal(RawPath path) throws IOException;
    }

    @FunctionalInterface
    public interface UpsertVisitor {
        void upsert(RawPath path, EncodedEntry entry) throws IOException;
    }

    /** About how much memory it takes. */
    public long weight() {
        return 300 + changes.record().length + 200L * (pages == null ? 0 : pages.size());
    }

    /** @throws UnknownRecordVersion for a version other than 1 */
    public static CommitRecord read(byte[] record) throws MalformedRecord, UnknownRecordVersion {
        RecordReader in = new RecordReader(record, 0, record.length);
        long version = in.varint();
        if (version != 1) {
            throw new UnknownRecordVersion(version);
        }
        byte[] parentHash = in.raw(32);
        long parentEpoch = in.varint();
        long parentSeq = in.varint();
        long wallClock = in.svarint();
        long uptime = in.varint();
        long flags = in.varint(3);
        long files = in.varint();
        long bytes = in.varint();
        int packs = skipNumbers(in);
        List<Piece> pages = (flags & 2) == 0 ? null : pages(in);
        Changes changes = changes(in, record);
        if (!in.atEnd()) {
            throw new MalformedRecord("bytes are left over behind it");
        }
        return new CommitRecord(
                parentHash,
                parentEpoch,
                parentSeq,
                wallClock,
                uptime,
                (flags & 1) != 0,
                files,
                bytes,
                packs,
                pages,
                changes);
    }

    /** A version that this reader does not know. */
    public static final class UnknownRecordVersion extends IOException {
        UnknownRecordVersion(long version) {
            super("its record is of version " + Long.toUnsignedString(version));
        }
    }

    private static int skipNumbers(RecordReader in) throws MalformedRecord {
        int count = in.count(1);
        for (int i = 0; i < count; i++) {
            in.varint();
        }
        return count;
    }

    private static List<Piece> pages(RecordReader in) throws MalformedRecord {
        int count = in.count(EntryReader.SMALLEST_PIECE);
        List<Piece> pages = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            pages.add(EntryReader.piece(in));
        }
        return List.copyOf(pages);
    }

    private static Changes changes(RecordReader in, byte[] record) throws MalformedRecord {
        int removals = in.count(1);
        int removalsStart = in.position();
        for (int i = 0; i < removals; i++) {
            in.path();
        }
        int upserts = in.count(SMALLEST_ENTRY);
        int upsertsStart = in.position();
        for (int i = 0; i < upserts; i++) {
            EntryReader.read(in);
        }
        return new Changes(record, removals, removalsStart, upserts, upsertsStart);
    }
}
