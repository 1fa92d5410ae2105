package cloud.dumont.instances.backup.store.collect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofDays(3));
    private final RegisteredCommit first = commit(1, 1, null, true, false);
    private final RegisteredCommit second = commit(1, 2, first.ref(), false, false);
    private final RegisteredCommit third = commit(1, 3, second.ref(), false, true);

    @Test
    void theChainBackToItsTreeStays() {
        Holdings holdings = new Holdings(
                1,
                List.of(first, second, third),
                List.of(named(c(1, 1)), named(c(1, 2)), named(c(1, 3)), named(p(1, 1)), named(p(1, 2))));
        assertThat(doomed(holdings, p(1, 1))).containsExactly(p(1, 2));
    }

    @Test
    void commitsGoBeforePacks() {
        RegisteredCommit tip = commit(1, 4, third.ref(), true, true);
        RegisteredCommit old = commit(1, 3, second.ref(), false, false);
        Holdings holdings = new Holdings(
                1,
                List.of(first, second, old, tip),
                List.of(
                        named(p(1, 1)),
                        named(c(1, 1)),
                        named(c(1, 2)),
                        named(p(1, 2)),
                        named(c(1, 3)),
                        named(c(1, 4))));
        assertThat(doomed(holdings, p(1, 2))).containsExactly(c(1, 1), c(1, 2), c(1, 3), p(1, 1));
    }

    @Test
    void whatIsYoungStays() {
        Holdings holdings = new Holdings(
                1,
                List.of(commit(1, 3, null, true, true)),
                List.of(
                        named(c(1, 3)),
                        new StoredRow(
                                p(1, 1), 5, NOW.minus(Duration.ofHours(24)).plusSeconds(1), true),
                        new StoredRow(p(1, 2), 5, NOW.minus(Duration.ofHours(24)), true)));
        assertThat(doomed(holdings)).containsExactly(p(1, 2));
    }

    @Test
    void whatTheLiveEpochMayStillNameStays() {
        Holdings holdings = new Holdings(
                2,
                List.of(commit(1, 3, null, true, true)),
                List.of(
                        named(c(1, 3)),
                        orphan(p(1, 9)),
                        orphan(p(2, 1)),
                        orphan(c(2, 4)),
                        orphan(c(1, 4)),
                        named(p(2, 2))));
        assertThat(doomed(holdings)).containsExactly(c(1, 4), p(1, 9), p(2, 2));
    }

    @Test
    void onlyContainersAreCollected() {
        Holdings holdings = new Holdings(
                9,
                List.of(commit(1, 3, null, true, true)),
                List.of(named(c(1, 3)), named("format.json"), named("head")));
        assertThat(doomed(holdings)).isEmpty();
    }

    @Test
    void whatCannotBeProvedStopsEverything() {
        RegisteredCommit orphaned = commit(1, 3, new CommitRef(1, 2, "2"), false, true);
        List<StoredRow> rows = List.of(named(c(1, 3)), named(p(1, 1)));
        assertThat(Sweep.plan(new Holdings(1, List.of(orphaned), rows), complete(), NOW))
                .isInstanceOf(CollectionPlan.Stopped.class);
        RegisteredCommit expired = commit(1, 3, null, true, false);
        assertThat(Sweep.plan(new Holdings(1, List.of(expired), rows), complete(), NOW))
                .isInstanceOf(CollectionPlan.Stopped.class);
        RegisteredCommit tip = commit(1, 3, null, true, true);
        assertThat(Sweep.plan(new Holdings(1, List.of(tip), rows), complete(p(1, 7)), NOW))
                .isInstanceOf(CollectionPlan.Stopped.class);
        assertThat(Sweep.plan(new Holdings(1, List.of(tip), rows), new Marks.Unreadable("e/x", "damaged"), NOW))
                .isEqualTo(new CollectionPlan.Stopped("e/x", "damaged"));
    }

    private static List<String> doomed(Holdings holdings, String... marked) {
        CollectionPlan plan = Sweep.plan(holdings, complete(marked), NOW);
        assertThat(plan).isInstanceOf(CollectionPlan.Ready.class);
        CollectionPlan.Ready ready = (CollectionPlan.Ready) plan;
        assertThat(ready.doomedBytes() + ready.neededBytes()).isEqualTo(holdings.bytes());
        return ready.doomed().stream().map(StoredRow::name).toList();
    }

    private static Marks complete(String... names) {
        return new Marks.Complete(Set.of(names));
    }

    private static RegisteredCommit commit(long epoch, long seq, CommitRef parent, boolean tree, boolean kept) {
        return new RegisteredCommit(new CommitRef(epoch, seq, Long.toString(seq)), parent, tree, kept);
    }

    private static StoredRow named(String name) {
        return new StoredRow(name, 7, OLD, true);
    }

    private static StoredRow orphan(String name) {
        return new StoredRow(name, 7, OLD, false);
    }

    private static String c(long epoch, long seq) {
        return ObjectNames.commit(epoch, seq);
    }

    private static String p(long epoch, long number) {
        return ObjectNames.pack(epoch, number);
    }
}
