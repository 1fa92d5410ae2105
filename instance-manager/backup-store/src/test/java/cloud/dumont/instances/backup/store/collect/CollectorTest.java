package cloud.dumont.instances.backup.store.collect;

import static cloud.dumont.instances.backup.store.TestData.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.TestMachine;
import cloud.dumont.instances.backup.store.TestR2;
import cloud.dumont.instances.backup.store.bucket.StoreException;
import cloud.dumont.instances.backup.store.copy.BucketCopy;
import cloud.dumont.instances.backup.store.reading.ReadingFailed;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.store.verify.Verification;
import cloud.dumont.sandbox.r2.R2Object;
import cloud.dumont.sandbox.r2.store.LockRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On repositories that the real engine wrote, read back by the independent reader. */
class CollectorTest {
    private static final Instant NOW = TestMachine.OLD.plus(Duration.ofDays(40));
    private static final Velocity FAST = new Velocity(100_000, 100, Long.MAX_VALUE, 3);

    @TempDir
    Path stored;

    @TempDir
    Path temporary;

    private TestR2 r2;
    private TestMachine machine;
    private Marking marking;
    private Collector collector;
    private final CollectionRows rows = new CollectionRows() {
        @Override
        public Set<String> stillDoomed(List<String> names) {
            return Set.copyOf(names);
        }

        @Override
        public void collected(List<String> names) {
            machine.collected(names);
        }
    };

    @BeforeEach
    void start() {
        r2 = TestR2.in(stored);
        machine = new TestMachine(r2);
        marking = new Marking(r2.store, ReadingLimits.STANDARD);
        collector = new Collector(List.of(r2.store, r2.copy));
        machine.folder("d");
    }

    @AfterEach
    void stop() throws IOException {
        machine.close();
        r2.close();
    }

    @Test
    void keptVersionsStayWholeAndTheRestGoes() {
        Random random = new Random(11);
        work(random, 40);
        machine.newBox();
        work(random, 40);
        Set<Long> kept = someKept(random, 6);
        long before = r2.r2.objects(TestR2.BUCKET, TestMachine.ROOT).size();
        CollectionPlan.Ready plan = plan(kept);
        Collected collected = collector.run(TestMachine.ROOT, plan, FAST, rows);
        assertThat(collected.objects()).isEqualTo(plan.doomed().size()).isGreaterThan(30);
        assertThat(collected.bytes()).isEqualTo(plan.doomedBytes());
        assertThat(r2.r2.objects(TestR2.BUCKET, TestMachine.ROOT)).hasSize((int) before - collected.objects());
        assertWhole(kept);
        assertThat(plan(kept).doomed()).isEmpty();
        machine.file("d/after", bytes(1, 70_000));
        CommitRef later = machine.commit();
        kept.add(later.seq());
        assertWhole(kept);
    }

    @Test
    void killedAnywhereTheNextRunDoesTheRest() {
        work(new Random(5), 30);
        Set<Long> kept = new HashSet<>(Set.of(machine.tip().seq()));
        CollectionRows dying = new CollectionRows() {
            @Override
            public Set<String> stillDoomed(List<String> names) {
                return Set.copyOf(names);
            }

            @Override
            public void collected(List<String> names) {
                throw new IllegalStateException("killed");
            }
        };
        CollectionPlan.Ready plan = plan(kept);
        assertThatThrownBy(() -> collector.run(TestMachine.ROOT, plan, FAST, dying))
                .hasMessage("killed");
        assertWhole(kept);
        r2.r2.faults().inject("deny", 0, Map.of("method", "POST", "skip", "3"), 0);
        assertThatThrownBy(() -> collector.run(TestMachine.ROOT, plan(kept), FAST, rows))
                .isInstanceOf(StoreException.Refused.class);
        r2.r2.faults().clear();
        assertThat(collector.run(TestMachine.ROOT, plan(kept), FAST, rows).later())
                .isZero();
        assertThat(plan(kept).doomed()).isEmpty();
        assertWhole(kept);
        Set<String> left = new TreeSet<>();
        r2.r2.objects(TestR2.BUCKET, TestMachine.ROOT + "e/")
                .forEach(object -> left.add(object.key().substring(TestMachine.ROOT.length())));
        assertThat(left).isEqualTo(new TreeSet<>(machine.rowNames()));
    }

    @Test
    void aDamagedVersionStopsTheCollection() {
        work(new Random(6), 12);
        CommitRef tip = machine.tip();
        String name = "e/%012d/c/%012d".formatted(tip.epoch(), tip.seq());
        r2.r2.faults().inject("bit_flip", 1, Map.of("bucket", TestR2.BUCKET, "key", TestMachine.ROOT + name), 0);
        Holdings holdings = machine.holdings(Set.of(tip.seq()));
        Marks marks = marking.marks(machine.access, holdings);
        assertThat(marks)
                .isInstanceOfSatisfying(
                        Marks.Unreadable.class,
                        unreadable -> assertThat(unreadable.object()).isEqualTo(name));
        assertThat(Sweep.plan(holdings, marks, NOW)).isInstanceOf(CollectionPlan.Stopped.class);
    }

    @Test
    void aStoreThatIsAwayIsNoReasonToCollect() {
        work(new Random(6), 3);
        r2.r2.faults().inject("error_503", 0, Map.of("method", "GET"), 0);
        assertThatThrownBy(() -> marking.marks(
                        machine.access, machine.holdings(Set.of(machine.tip().seq()))))
                .isInstanceOf(ReadingFailed.Away.class);
        r2.r2.faults().clear();
    }

    @Test
    void goesNoFasterThanAllowed() {
        work(new Random(7), 30);
        Set<Long> kept = Set.of(machine.tip().seq());
        CollectionPlan.Ready plan = plan(kept);
        Collected few = collector.run(TestMachine.ROOT, plan, new Velocity(4, 100, Long.MAX_VALUE, 3), rows);
        assertThat(few.objects()).isEqualTo(4);
        assertThat(few.more()).isEqualTo(plan.doomed().size() - 4);
        CollectionPlan.Ready rest = plan(kept);
        Collected slow = collector.run(TestMachine.ROOT, rest, new Velocity(1000, 10, 0, 3), rows);
        long all = rest.doomedBytes() + rest.neededBytes();
        assertThat(slow.bytes()).isLessThanOrEqualTo(all / 10);
        assertThat(slow.more()).isPositive();
    }

    @Test
    void aLookAtTheRowsBeforeDeletionCounts() {
        work(new Random(8), 20);
        CollectionPlan.Ready plan = plan(Set.of(machine.tip().seq()));
        String spared = plan.doomed().getFirst().name();
        CollectionRows careful = new CollectionRows() {
            @Override
            public Set<String> stillDoomed(List<String> names) {
                Set<String> doomed = new HashSet<>(names);
                doomed.remove(spared);
                return doomed;
            }

            @Override
            public void collected(List<String> names) {
                machine.collected(names);
            }
        };
        Collected collected = collector.run(TestMachine.ROOT, plan, FAST, careful);
        assertThat(collected.more()).isEqualTo(1);
        assertThat(r2.store.head(TestMachine.ROOT + spared)).isPresent();
    }

    @Test
    void lockedObjectsGoAnotherTimeAndCopiesGoToo() {
        work(new Random(9), 20);
        new BucketCopy(r2.store, r2.copy, temporary, 4).run(TestMachine.ROOT, machine.copyItems(), 0, seq -> {});
        r2.r2.lock(
                TestR2.COPY,
                List.of(new LockRule("r", true, TestMachine.ROOT, new LockRule.Condition("Age", 3600L, null))));
        Set<Long> kept = Set.of(machine.tip().seq());
        Collected blocked = collector.run(TestMachine.ROOT, plan(kept), FAST, rows);
        assertThat(blocked.objects()).isZero();
        assertThat(blocked.later()).isEqualTo(plan(kept).doomed().size()).isPositive();
        r2.r2.lock(TestR2.COPY, List.of());
        Collected done = collector.run(TestMachine.ROOT, plan(kept), FAST, rows);
        assertThat(done.objects()).isEqualTo(blocked.later());
        assertThat(r2.r2.objects(TestR2.COPY, TestMachine.ROOT + "e/"))
                .extracting(R2Object::key)
                .containsExactlyInAnyOrderElementsOf(machine.copyItems().stream()
                        .map(item -> TestMachine.ROOT + item.name())
                        .toList());
        assertWhole(kept);
    }

    @Test
    void nothingIsLeftOfADestroyedMachine() {
        work(new Random(10), 10);
        r2.store.put("u/usr_1/i/ins_10/format.json", bytes(1, 10));
        assertThat(collector.clear(TestMachine.ROOT, 5)).isFalse();
        assertThat(collector.clear(TestMachine.ROOT, 10_000)).isTrue();
        assertThat(r2.r2.objects(TestR2.BUCKET, TestMachine.ROOT)).isEmpty();
        assertThat(r2.r2.objects(TestR2.BUCKET, "u/")).hasSize(1);
    }

    private CollectionPlan.Ready plan(Set<Long> kept) {
        Holdings holdings = machine.holdings(kept);
        CollectionPlan plan = Sweep.plan(holdings, marking.marks(machine.access, holdings), NOW);
        assertThat(plan).isInstanceOf(CollectionPlan.Ready.class);
        return (CollectionPlan.Ready) plan;
    }

    /** Every bit of each kept version is there, says the reader. */
    private void assertWhole(Set<Long> kept) {
        Verification verification = new Verification(r2.store, ReadingLimits.STANDARD);
        machine.commits().stream()
                .filter(commit -> kept.contains(commit.seq()))
                .forEach(commit -> assertThat(verification
                                .verify(machine.access, commit, 100, 0)
                                .isWhole())
                        .as("version %d", commit.seq())
                        .isTrue());
    }

    private Set<Long> someKept(Random random, int count) {
        Set<Long> kept = new HashSet<>(Set.of(machine.tip().seq()));
        List<CommitRef> commits = machine.commits();
        for (int n = 0; n < count; n++) {
            kept.add(commits.get(random.nextInt(commits.size())).seq());
        }
        return kept;
    }

    private void work(Random random, int commits) {
        Set<String> there = new TreeSet<>();
        for (int n = 0; n < commits; n++) {
            for (int change = 1 + random.nextInt(3); change > 0; change--) {
                String path = "d/f" + random.nextInt(6);
                if (random.nextInt(4) == 0 && there.remove(path)) {
                    machine.remove(path);
                } else {
                    machine.file(path, bytes(random.nextInt(), random.nextBoolean() ? 900 : 40_000));
                    there.add(path);
                }
            }
            machine.commit();
        }
    }
}
