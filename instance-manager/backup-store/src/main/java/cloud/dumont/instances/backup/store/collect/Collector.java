package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.Deletion;
import cloud.dumont.instances.backup.store.bucket.Listing;
import cloud.dumont.instances.backup.store.bucket.ObjectKeys;
import cloud.dumont.instances.backup.store.bucket.Stat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what a plan says, from the first store and then from its copies, in batches, each looked at again before it goes. A
 * run that is killed anywhere leaves rows behind, so the next one does the rest. Runs of one workspace do not overlap, nor with its
 * copying.
 */
public final class Collector {
    private static final int PAGE = 1000;
    private final List<BackupStore> stores;

    /** @param stores the first is the one that boxes write to */
    public Collector(List<BackupStore> stores) {
        this.stores = List.copyOf(stores);
    }

    public Collected run(String root, CollectionPlan.Ready plan, Velocity velocity, CollectionRows rows) {
        ObjectKeys.checkedRoot(root);
        List<StoredRow> allowed = allowed(plan, velocity);
        int gone = 0;
        long bytes = 0;
        int later = 0;
        for (int from = 0; from < allowed.size() && !Thread.currentThread().isInterrupted(); from += velocity.batch()) {
            List<StoredRow> batch = allowed.subList(from, Math.min(from + velocity.batch(), allowed.size()));
            Set<String> doomed = rows.stillDoomed(names(batch));
            List<StoredRow> now =
                    batch.stream().filter(row -> doomed.contains(row.name())).toList();
            Set<String> left = delete(root, names(now));
            List<StoredRow> removed =
                    now.stream().filter(row -> !left.contains(row.name())).toList();
            rows.collected(names(removed));
            gone += removed.size();
            bytes += removed.stream().mapToLong(StoredRow::size).sum();
            later += left.size();
        }
        return new Collected(gone, bytes, later, plan.doomed().size() - gone - later);
    }

    /**
     * Removes everything below the root of a destroyed machine, whatever it is.
     *
     * @param most objects in one call
     * @return whether nothing is left; else call again
     */
    public boolean clear(String root, int most) {
        ObjectKeys.checkedRoot(root);
        boolean clear = true;
        for (BackupStore store : stores) {
            clear &= clear(store, root, most);
        }
        return clear;
    }

    private static boolean clear(BackupStore store, String root, int most) {
        String after = "";
        for (int left = most; left > 0 && after != null; left -= PAGE) {
            Listing page = store.list(root, after, Math.min(PAGE, left));
            store.delete(page.objects().stream().map(Stat::key).toList());
            after = page.next();
        }
        return store.list(root, "", 1).objects().isEmpty();
    }

    private static List<StoredRow> allowed(CollectionPlan.Ready plan, Velocity velocity) {
        long budget = velocity.bytes(Math.addExact(plan.neededBytes(), plan.doomedBytes()));
        int commits = (int) plan.doomed().stream().filter(Sweep::isCommit).count();
        int others = plan.doomed().size() - commits;
        // Commits that cannot go, e.g. because the bucket keeps them, must not stand before the packs for ever.
        int skipped = Math.max(0, commits - Math.max(velocity.objects() / 2, velocity.objects() - others));
        List<StoredRow> allowed = new ArrayList<>();
        for (StoredRow row : withoutLast(plan.doomed(), commits, skipped)) {
            budget -= row.size();
            if (budget < 0 || allowed.size() == velocity.objects()) {
                break;
            }
            allowed.add(row);
        }
        return allowed;
    }

    private static List<StoredRow> withoutLast(List<StoredRow> doomed, int commits, int skipped) {
        List<StoredRow> rows = new ArrayList<>(doomed.subList(0, commits - skipped));
        rows.addAll(doomed.subList(commits, doomed.size()));
        return rows;
    }

    /** @return names that are still in one of the stores */
    private Set<String> delete(String root, List<String> names) {
        Set<String> left = new HashSet<>();
        if (!names.isEmpty()) {
            List<String> keys = names.stream().map(name -> root + name).toList();
            for (BackupStore store : stores) {
                Deletion deletion = store.delete(keys);
                deletion.later().keySet().forEach(key -> left.add(key.substring(root.length())));
            }
        }
        return left;
    }

    private static List<String> names(List<StoredRow> rows) {
        return rows.stream().map(StoredRow::name).toList();
    }
}
