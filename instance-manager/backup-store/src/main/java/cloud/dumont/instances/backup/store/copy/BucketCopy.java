package cloud.dumont.instances.backup.store.copy;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.Listing;
import cloud.dumont.instances.backup.store.bucket.ObjectKeys;
import cloud.dumont.instances.backup.store.bucket.Put;
import cloud.dumont.instances.backup.store.bucket.Stat;
import cloud.dumont.instances.backup.store.bucket.StoreException;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Copies what counts into a second store, commit by commit, packs before the commit that names them: whatever moment the first
 * store is lost at, the second is a whole workspace as of some commit. Killed anywhere it goes on from the last commit that it
 * told of; what is there already is compared and not written again.
 */
public final class BucketCopy {
    private static final int PAGE = 1000;
    private final BackupStore from;
    private final BackupStore to;
    private final Path folder;
    private final int threads;

    /** @param folder for objects on their way, {@code threads} of them at a time */
    public BucketCopy(BackupStore from, BackupStore to, Path folder, int threads) {
        this.from = from;
        this.to = to;
        this.folder = folder;
        this.threads = threads;
    }

    /**
     * @param waiting what is beyond the copied seq, in any order
     * @param seq copied before
     * @param reached told after each commit that is complete in the second store
     */
    public Copied run(String root, Collection<CopyItem> waiting, long seq, LongConsumer reached) {
        copyFoundation(ObjectKeys.checkedRoot(root));
        Map<Long, List<CopyItem>> bySeq = new TreeMap<>();
        waiting.forEach(item ->
                bySeq.computeIfAbsent(item.seq(), number -> new ArrayList<>()).add(item));
        Tally tally = new Tally(seq);
        try (ExecutorService workers =
                Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
            for (Map.Entry<Long, List<CopyItem>> commit : bySeq.entrySet()) {
                copyAll(
                        workers,
                        root,
                        commit.getValue().stream()
                                .filter(item -> !isCommit(item))
                                .toList(),
                        tally);
                copyAll(
                        workers,
                        root,
                        commit.getValue().stream().filter(BucketCopy::isCommit).toList(),
                        tally);
                tally.seq = commit.getKey();
                reached.accept(tally.seq);
            }
        }
        return new Copied(tally.seq, tally.objects, tally.bytes, List.copyOf(tally.missing));
    }

    /** The second store opens by itself: format, keys and fences as the first has them. */
    private void copyFoundation(String root) {
        copyOnce(root + ObjectNames.FORMAT);
        keys(from, root + ObjectNames.KEYS).forEach(this::copyNewest);
        Set<String> there = keys(to, root + ObjectNames.FENCES);
        keys(from, root + ObjectNames.FENCES).stream()
                .filter(key -> !there.contains(key))
                .forEach(this::copyOnce);
    }

    private void copyOnce(String key) {
        from.get(key).ifPresent(bytes -> {
            if (to.putIfAbsent(key, bytes) == Put.OTHER) {
                throw new CopyConflict(key);
            }
        });
    }

    /** Key slots change when the platform's key does. */
    private void copyNewest(String key) {
        from.get(key).ifPresent(bytes -> {
            if (to.putIfAbsent(key, bytes) == Put.OTHER) {
                to.put(key, bytes);
            }
        });
    }

    private static Set<String> keys(BackupStore store, String prefix) {
        Set<String> keys = new TreeSet<>();
        String after = "";
        while (after != null) {
            Listing page = store.list(prefix, after, PAGE);
            page.objects().stream().map(Stat::key).forEach(keys::add);
            after = page.next();
        }
        return keys;
    }

    private void copyAll(ExecutorService workers, String root, List<CopyItem> items, Tally tally) {
        List<Future<Put>> puts = items.stream()
                .map(item -> workers.submit(() -> from.copyTo(to, root + item.name(), folder)))
                .toList();
        for (int i = 0; i < puts.size(); i++) {
            settle(puts.get(i), root, items.get(i), tally);
        }
    }

    private void settle(Future<Put> put, String root, CopyItem item, Tally tally) {
        try {
            switch (put.get()) {
                case CREATED -> tally.add(item);
                case SAME -> {}
                case OTHER -> throw new CopyConflict(item.name());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StoreException.Absent) {
                tally.missing.add(item.name());
            } else if (failed.getCause() instanceof RuntimeException other) {
                throw other;
            } else {
                throw new IllegalStateException("copying " + item.name() + " failed", failed);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException.Busy(root + item.name() + ": interrupted", stopped);
        }
    }

    private static boolean isCommit(CopyItem item) {
        return ObjectNames.container(item.name())
                .map(ObjectNames.Container::commit)
                .orElse(false);
    }

    private static final class Tally {
        private final List<String> missing = new ArrayList<>();
        private long seq;
        private int objects;
        private long bytes;

        Tally(long seq) {
            this.seq = seq;
        }

        void add(CopyItem item) {
            objects++;
            bytes += item.size();
        }
    }
}
