package cloud.dumont.restore.writer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit's record in the making. */
public final class CommitBytes {
    public long version = 1;
    public byte[] parentHash = new byte[32];
    public long parentEpoch;
    public long parentSeq;
    public long clockMillis = 1_700_000_000_000L;
    public boolean complete = true;
    public long files;
    public long bytes;
    public final List<Long> packs = new ArrayList<>();
    public @Nullable List<byte[]> pages;
    public final List<byte[]> removals = new ArrayList<>();
    public final List<byte[]> upserts = new ArrayList<>();

    public CommitBytes remove(String path) {
        removals.add(EntryBytes.path(path));
        return this;
    }

    public CommitBytes put(byte[] entry) {
        upserts.add(entry);
        return this;
    }

    public byte[] array() {
        Bytes out = new Bytes()
                .varint(version)
                .raw(parentHash)
                .varint(parentEpoch)
                .varint(parentSeq)
                .svarint(clockMillis)
                .varint(5_000)
                .varint((complete ? 1 : 0) | (pages == null ? 0 : 2))
                .varint(files)
                .varint(bytes)
                .varint(packs.size());
        packs.forEach(out::varint);
        if (pages != null) {
            out.varint(pages.size());
            pages.forEach(out::raw);
        }
        out.varint(removals.size());
        removals.forEach(out::bytes);
        out.varint(upserts.size());
        upserts.forEach(out::raw);
        return out.array();
    }
}
