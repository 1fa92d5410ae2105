package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what nothing needs. Pure, and needs no lock, because of what writers may refer to: a new commit needs only what the
 * tip's tree needs (the tip is always kept) and what no commit of the live epoch named yet (which stays). So once something is
 * unneeded here it stays unneeded, whatever is committed meanwhile.
 */
public final class Sweep {
    /** What is younger stays in any case. */
    public static final Duration YOUNG = Duration.ofHours(24);

    private final Holdings holdings;
    private final Instant signedBefore;

    private Sweep(Holdings holdings, Instant signedBefore) {
        this.holdings = holdings;
        this.signedBefore = signedBefore;
    }

    static CollectionPlan plan(Holdings holdings, Marks marks, Instant now) {
        return planOf(holdings, marks, now.minus(YOUNG));
    }

    /** @param signedBefore what may have been uploaded later stays: {@link #YOUNG}, or as long as the bucket is locked */
    public static CollectionPlan planOf(Holdings holdings, Marks marks, Instant signedBefore) {
        return switch (marks) {
            case Marks.Unreadable unreadable -> new CollectionPlan.Stopped(unreadable.object(), unreadable.detail());
            case Marks.Complete complete -> new Sweep(holdings, signedBefore).plan(complete.names());
        };
    }

    private CollectionPlan plan(Set<String> marked) {
        if (holdings.commits().isEmpty()) {
            return sweep(marked);
        }
        RegisteredCommit tip = holdings.commits().getLast();
        if (!tip.kept()) {
            return new CollectionPlan.Stopped(name(tip.ref()), "the newest commit is not among those that are kept");
        }
        Set<String> needed = new HashSet<>(marked);
        Optional<CollectionPlan> gap = addChains(needed);
        return gap.or(() -> firstUnknown(marked)).orElseGet(() -> sweep(needed));
    }

    /** From each kept commit back to one with a tree; the rows must agree that all of it is there. */
    private Optional<CollectionPlan> addChains(Set<String> needed) {
        Map<CommitRef, RegisteredCommit> byRef = new HashMap<>();
        holdings.commits().forEach(commit -> byRef.put(commit.ref(), commit));
        Set<CommitRef> walked = new HashSet<>();
        for (RegisteredCommit kept : holdings.commits()) {
            RegisteredCommit at = kept.kept() ? kept : null;
            while (at != null && walked.add(at.ref())) {
                needed.add(name(at.ref()));
                CommitRef parent = at.tree() ? null : at.parent();
                at = parent == null ? null : byRef.get(parent);
                if (parent != null && at == null) {
                    return Optional.of(
                            new CollectionPlan.Stopped(name(kept.ref()), "its chain back to a tree has a gap"));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<CollectionPlan> firstUnknown(Set<String> marked) {
        Set<String> rows = new HashSet<>();
        holdings.rows().forEach(row -> rows.add(row.name()));
        return marked.stream()
                .filter(name -> !rows.contains(name))
                .findFirst()
                .map(name -> new CollectionPlan.Stopped(name, "it is needed and not known"));
    }

    private CollectionPlan sweep(Set<String> needed) {
        List<StoredRow> doomed = new ArrayList<>();
        long stays = 0;
        for (StoredRow row : holdings.rows()) {
            if (needed.contains(row.name()) || isYoung(row) || isUndecided(row)) {
                stays += row.size();
            } else {
                doomed.add(row);
            }
        }
        doomed.sort(Comparator.comparing((StoredRow row) -> !isCommit(row)).thenComparing(StoredRow::name));
        return new CollectionPlan.Ready(List.copyOf(doomed), stays);
    }

    private boolean isYoung(StoredRow row) {
        return row.signedAt().isAfter(signedBefore);
    }

    /** Of the live epoch and not named: its box may still name it. What is no container is not the collector's. */
    private boolean isUndecided(StoredRow row) {
        return ObjectNames.container(row.name())
                .map(container -> !row.named() && container.epoch() >= holdings.liveEpoch())
                .orElse(true);
    }

    static boolean isCommit(StoredRow row) {
        return ObjectNames.container(row.name())
                .map(ObjectNames.Container::commit)
                .orElse(false);
    }

    private static String name(CommitRef commit) {
        return ObjectNames.commit(commit.epoch(), commit.seq());
    }
}
