package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.LostPage;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A tree's entries in order, pulled: two trees are compared by walking both. Not for several threads. */
final class EntryPull implements AutoCloseable {
    private static final int BATCH = 256;
    private static final int BATCHES = 4;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
    private final Thread walker;
    private List<Entry> current = List.of();
    private int at;
    private boolean ended;

    /** @param failure why there is no more; null: that was all, or more follows */
    private record Batch(
            List<Entry> entries, boolean last, @Nullable IOException failure) {}

    EntryPull(Tree tree, RawPath below) {
        walker = Thread.ofVirtual().name("entry-pull").start(() -> walk(tree, below));
    }

    /** Null at the end. */
    @Nullable
    Entry next() throws IOException {
        while (at == current.size()) {
            if (ended) {
                return null;
            }
            Batch batch = take();
            if (batch.failure() != null) {
                ended = true;
                throw batch.failure();
            }
            ended = batch.last();
            current = batch.entries();
            at = 0;
        }
        return current.get(at++);
    }

    private Batch take() throws IOException {
        try {
            return batches.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private void walk(Tree tree, RawPath below) {
        List<Entry> batch = new ArrayList<>(BATCH);
        try {
            List<LostPage> lost = tree.forEachEntry(below, entry -> {
                batch.add(entry);
                if (batch.size() == BATCH) {
                    put(new Batch(List.copyOf(batch), false, null));
                    batch.clear();
                }
            });
            if (lost.isEmpty()) {
                put(new Batch(List.copyOf(batch), true, null));
            } else {
                put(new Batch(
                        List.of(), true, new DamagedException(lost.getFirst().damage())));
            }
        } catch (IOException failed) {
            end(failed);
        }
    }

    private void end(IOException failed) {
        try {
            put(new Batch(List.of(), true, failed));
        } catch (IOException nobodyListens) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Batch batch) throws IOException {
        try {
            batches.put(batch);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new IOException("closed", closed);
        }
    }

    @Override
    public void close() {
        walker.interrupt();
    }
}
