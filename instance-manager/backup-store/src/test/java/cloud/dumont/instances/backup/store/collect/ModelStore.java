package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The store and the platform's rows. Each method is one atomic step. */
final class ModelStore {
    static final Duration LEAVE = Duration.ofMinutes(10);
    final Set<String> objects = new HashSet<>();
    final Map<String, StoredRow> rows = new LinkedHashMap<>();
    final Map<String, Instant> leaves = new HashMap<>();
    final List<ModelCommit> commits = new ArrayList<>();
    Instant now = Instant.parse("2026-11-26T00:00:00Z");
    long epoch = 1;

    /** Intent row, then leave to create. */
    boolean sign(long writersEpoch, String name) {
        if (writersEpoch != epoch) {
            return false;
        }
        rows.put(name, new StoredRow(name, 10, now, false));
        leaves.put(name, now.plus(LEAVE));
        return true;
    }

    boolean put(String name) {
        return now.isBefore(leaves.getOrDefault(name, Instant.EPOCH)) && objects.add(name);
    }

    ModelCommit tip() {
        return commits.isEmpty() ? null : commits.getLast();
    }

    /** @return whether it counts now */
    boolean register(long writersEpoch, ModelCommit commit) {
        if (commit == tip()) {
            return true;
        }
        if (writersEpoch != epoch || commit.parent != tip()) {
            return false;
        }
        commits.add(commit);
        name(commit.name());
        commit.packs.forEach(this::name);
        return true;
    }

    private void name(String name) {
        rows.computeIfPresent(name, (same, row) -> new StoredRow(name, row.size(), row.signedAt(), true));
    }

    Holdings holdings() {
        return new Holdings(
                epoch,
                commits.stream()
                        .filter(commit -> !commit.collected)
                        .map(ModelCommit::registered)
                        .toList(),
                List.copyOf(rows.values()));
    }

    void collected(String name) {
        rows.remove(name);
        commits.stream().filter(commit -> commit.name().equals(name)).forEach(commit -> commit.collected = true);
    }

    List<String> ownPacks(long ofEpoch) {
        return rows.values().stream()
                .filter(row -> !row.named() && objects.contains(row.name()))
                .map(StoredRow::name)
                .filter(name -> ObjectNames.container(name)
                        .map(container -> container.epoch() == ofEpoch && !container.commit())
                        .orElse(false))
                .toList();
    }
}
