package cloud.dumont.restore.archive;

import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.content.ContentPipeline;
import cloud.dumont.restore.content.Fetched;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Selection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns entries into the members of a tar stream. */
final class TarMembers implements ContentPipeline.Sink {
    /** A file up to here is left out if bytes of it are lost; of a larger one the header is long gone by then. */
    private static final long HELD_BACK = 32L * 1024 * 1024;

    private final OutputStream out;
    private final boolean newest;
    private final Map<Long, RawPath> written = new HashMap<>();
    private final List<LostContent> lost = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private long entries;
    private long bytes;

    TarMembers(OutputStream out, boolean newest) {
        this.out = out;
        this.newest = newest;
    }

    /** Later names of a hard-linked file need no bytes, unless the first was lost; then its bytes are asked for again. */
    boolean wantsContent(Entry entry) {
        return !(entry instanceof Entry.File file) || file.link() == 0 || !written.containsKey(file.link());
    }

    @Override
    public void entry(Entry entry, ContentPipeline.Feed feed) throws IOException {
        switch (entry) {
            case Entry.File file -> file(file, feed);
            case Entry.Directory directory -> {
                byte[] path = directory.path().bytes();
                byte[] name = path.length == 0 ? new byte[] {'.', '/'} : Arrays.copyOf(path, path.length + 1);
                name[name.length - 1] = '/';
                member(header('5', directory).name(name));
            }
            case Entry.Symlink symlink ->
                member(header('2', symlink).name(symlink.path().bytes()).link(symlink.target()));
            case Entry.Fifo fifo -> member(header('6', fifo).name(fifo.path().bytes()));
            case Entry.Socket socket ->
                skipped.add(new Skipped(socket.path(), "sockets live only as long as their program"));
            case Entry.Device device -> device(device);
        }
    }

    private static TarHeader header(char type, Entry entry) {
        return new TarHeader(type).metadata(entry.metadata(), entry.metadata().mtime());
    }

    private void device(Entry.Device device) throws IOException {
        if (TarHeader.canSay(device.major(), device.minor())) {
            member(header(device.block() ? '4' : '3', device)
                    .name(device.path().bytes())
                    .device(device.major(), device.minor()));
        } else {
            skipped.add(new Skipped(device.path(), "tar cannot say so large a device number"));
        }
    }

    private void member(TarHeader header) throws IOException {
        out.write(header.bytes());
        entries++;
    }

    private void file(Entry.File file, ContentPipeline.Feed feed) throws IOException {
        RawPath first = file.link() == 0 ? null : written.get(file.link());
        if (first != null) {
            member(new TarHeader('1')
                    .metadata(file.metadata(), file.mtime(newest))
                    .name(file.path().bytes())
                    .link(first.bytes()));
            return;
        }
        Content content = file.content(newest);
        boolean isWhole = content.size() > HELD_BACK && dataOf(content) > HELD_BACK
                ? streamed(file, content, feed)
                : heldBack(file, content, feed);
        if (isWhole && file.link() != 0) {
            written.put(file.link(), file.path());
        }
    }

    private static long dataOf(Content content) {
        return content.parts().stream()
                .filter(Piece.class::isInstance)
                .mapToLong(Part::length)
                .sum();
    }

    private boolean heldBack(Entry.File file, Content content, ContentPipeline.Feed feed) throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        for (Part part : content.parts()) {
            if (part instanceof Piece) {
                switch (feed.next()) {
                    case Fetched.Bytes fetched -> chunks.add(fetched.chunk());
                    case Fetched.Lost gone -> {
                        lost.add(new LostContent(file.path(), gone.damage(), false));
                        return false;
                    }
                }
            }
        }
        long length = begin(file, content);
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        end(content, length);
        return true;
    }

    private boolean streamed(Entry.File file, Content content, ContentPipeline.Feed feed) throws IOException {
        long length = begin(file, content);
        Damage damage = null;
        for (Part part : content.parts()) {
            if (part instanceof Piece piece) {
                switch (feed.next()) {
                    case Fetched.Bytes fetched -> out.write(fetched.chunk());
                    case Fetched.Lost gone -> {
                        damage = damage == null ? gone.damage() : damage;
                        out.write(new byte[piece.size()]);
                    }
                }
            }
        }
        end(content, length);
        if (damage != null) {
            lost.add(new LostContent(file.path(), damage, true));
        }
        return true;
    }

    /** Writes the header; tells how many bytes the member has. */
    private long begin(Entry.File file, Content content) throws IOException {
        TarHeader header = new TarHeader('0').metadata(file.metadata(), file.mtime(newest));
        if (!SparseMap.wanted(content)) {
            member(header.name(file.path().bytes()).size(content.size()));
            return content.size();
        }
        SparseMap map = SparseMap.of(content);
        byte[] prefix = map.bytes();
        long length = prefix.length + map.dataBytes();
        header.records().text("GNU.sparse.major", "1");
        header.records().text("GNU.sparse.minor", "0");
        header.records().name("GNU.sparse.name", file.path().bytes());
        header.records().text("GNU.sparse.realsize", Long.toString(content.size()));
        member(header.shownName("GNUSparseFile.0/sparse".getBytes(StandardCharsets.US_ASCII))
                .size(length));
        out.write(prefix);
        return length;
    }

    private void end(Content content, long length) throws IOException {
        int rest = (int) (length % TarHeader.BLOCK);
        if (rest > 0) {
            out.write(new byte[TarHeader.BLOCK - rest]);
        }
        bytes += content.size();
    }

    void end() throws IOException {
        out.write(new byte[2 * TarHeader.BLOCK]);
    }

    ArchiveReport report(Selection.Visit visit) {
        return new ArchiveReport(
                entries, bytes, List.copyOf(lost), List.copyOf(skipped), visit.missing(), visit.lostPages());
    }
}
