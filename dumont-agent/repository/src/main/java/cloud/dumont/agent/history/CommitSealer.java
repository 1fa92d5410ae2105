package cloud.dumont.agent.history;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.ContainerWriter;
import cloud.dumont.agent.container.Kind;
import cloud.dumont.agent.index.ChunkIndex;
import cloud.dumont.agent.pack.PackNumbers;
import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.CommitRecord;
import cloud.dumont.agent.tree.CommitRecordCodec;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.Pieces;
import cloud.dumont.agent.tree.TreeTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns drafts and trees into commits. Not thread-safe. */
final class CommitSealer {
    private final ChunkHasher hasher;
    private final ChunkIndex index;
    private final PackNumbers numbers;
    private final TreeTable tree;

    CommitSealer(ChunkHasher hasher, ChunkIndex index, PackNumbers numbers, TreeTable tree) {
        this.hasher = hasher;
        this.index = index;
        this.numbers = numbers;
        this.tree = tree;
    }

    /** @param anew whether the parent's tree counts for nothing */
    SealedCommit delta(Draft draft, @Nullable CommitRef parent, boolean anew, Occasion occasion)
            throws InterruptedException {
        List<PathBytes> removals = draft.removals();
        List<Entry> upserts = draft.upserts();
        SortedSet<Long> packs = new TreeSet<>();
        upserts.forEach(entry -> Pieces.of(entry, piece -> name(piece, packs)));
        long[] totals = totals(draft, removals, upserts);
        CommitRecord record = new CommitRecord(
                parent,
                occasion.wallMillis(),
                occasion.sinceStartMillis(),
                occasion.complete(),
                totals[0],
                totals[1],
                List.copyOf(packs),
                anew ? List.of() : null,
                removals,
                upserts);
        return seal(draft.handOver(), record, occasion);
    }

    SealedCommit tree(ContainerWriter writer, List<Piece> pages, CommitRef parent, Occasion occasion)
            throws InterruptedException {
        SortedSet<Long> packs = new TreeSet<>();
        pages.forEach(piece -> name(piece, packs));
        CommitRecord record = new CommitRecord(
                parent,
                occasion.wallMillis(),
                occasion.sinceStartMillis(),
                occasion.complete(),
                tree.files(),
                tree.bytes(),
                List.copyOf(packs),
                pages,
                List.of(),
                List.of());
        return seal(writer, record, null);
    }

    private void name(Piece piece, SortedSet<Long> packs) {
        ContainerName container = piece.container();
        if (container.kind() == Kind.PACK && index.isOwn(container)) {
            packs.add(container.number());
        }
    }

    private long[] totals(Draft draft, List<PathBytes> removals, List<Entry> upserts) throws InterruptedException {
        long[] totals = {tree.files(), tree.bytes()};
        for (PathBytes path : removals) {
            tree.visit(path, (number, entry) -> count(totals, entry, -1));
        }
        for (Entry entry : upserts) {
            Entry before = draft.isPendingRemoval(entry.path()) ? null : tree.find(entry.path());
            count(totals, before, -1);
            count(totals, entry, 1);
        }
        return totals;
    }

    private static void count(long[] totals, @Nullable Entry entry, int sign) {
        if (entry instanceof Entry.File file) {
            totals[0] += sign;
            totals[1] += sign * file.content().size();
        }
    }

    private SealedCommit seal(ContainerWriter writer, CommitRecord record, @Nullable Occasion occasion)
            throws InterruptedException {
        byte[] bytes = CommitRecordCodec.write(record);
        writer.record(bytes, 0, bytes.length);
        SortedSet<Long> unnamed = numbers.unnamed();
        unnamed.removeAll(record.packs());
        WriterNote note = new WriterNote(numbers.next(), unnamed);
        byte[] noted = note.bytes();
        writer.chunk(hasher.id(noted, 0, noted.length), noted, 0, noted.length);
        writer.finish();
        ContainerName name = writer.name();
        CommitRef ref = new CommitRef(name.epoch(), name.number(), hash(writer.body()));
        LoadedCommit commit = new LoadedCommit(ref, record, writer.body().size(), note, LoadedCommit.Lost.NOTHING);
        return new SealedCommit(commit, writer.body(), numbers.size(record.packs()), occasion);
    }

    private static CommitHash hash(Body body) {
        MessageDigest digest = CommitLoader.digest();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = body.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return CommitHash.of(digest.digest());
    }
}
