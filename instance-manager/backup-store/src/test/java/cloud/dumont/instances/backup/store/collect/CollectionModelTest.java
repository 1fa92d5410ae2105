package cloud.dumont.instances.backup.store.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer (and those before it), a collector and a restorer at once, in thousands of random orders. */
class CollectionModelTest {
    private static final int WORLDS = 3_000;
    private static final int STEPS = 220;

    /** What a careless collector would overlook. Each must be found out, or the model proves nothing. */
    enum Mistake {
        LIVE_EPOCH_FORGOTTEN,
        PAGES_FORGOTTEN,
        CHAINS_FORGOTTEN,
        PINS_FORGOTTEN
    }

    @Test
    void nothingThatIsNeededIsEverDeleted() {
        long collected = 0;
        long restored = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, null);
            assertThat(world.run()).as("seed %d", seed).isEmpty();
            collected += world.collected;
            restored += world.restored;
        }
        assertThat(collected).isGreaterThan(5L * WORLDS);
        assertThat(restored).isGreaterThan(WORLDS);
    }

    /** When all comes to rest, what is left is what the newest version needs. */
    @Test
    void nothingIsForgottenForEver() {
        for (int seed = 0; seed < WORLDS / 10; seed++) {
            World world = new World(seed, null);
            assertThat(world.run()).isEmpty();
            assertThat(world.settle()).as("seed %d", seed).isEqualTo(world.newestNeeds());
        }
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void theModelFindsEachMistake(Mistake mistake) {
        int found = 0;
        for (int seed = 0; seed < WORLDS && found == 0; seed++) {
            found += new World(seed, mistake).run().isPresent() ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    private static final class World {
        private final Random random;
        private final Mistake mistake;
        private final boolean generous;
        private final ModelStore store = new ModelStore();
        private final List<ModelWriter> writers = new ArrayList<>();
        private final List<StoredRow> doomed = new ArrayList<>();
        private final List<String> toRead = new ArrayList<>();
        private ModelCommit restoring;
        private long collected;
        private long restored;

        World(int seed, Mistake mistake) {
            this.random = new Random(seed);
            this.mistake = mistake;
            this.generous = random.nextBoolean();
            writers.add(new ModelWriter(store, random));
        }

        /** @return what went wrong */
        Optional<String> run() {
            for (int step = 0; step < STEPS; step++) {
                Optional<String> wrong = step();
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            return Optional.empty();
        }

        /** A new epoch, everything old expired, a day later. @return the objects that stay */
        Set<String> settle() {
            store.epoch++;
            store.now = store.now.plusSeconds(90_000);
            store.commits.forEach(commit -> {
                commit.pins = 0;
                commit.expired = commit != store.tip();
            });
            Holdings holdings = store.holdings();
            if (Sweep.plan(holdings, marks(), store.now) instanceof CollectionPlan.Ready ready) {
                ready.doomed().forEach(row -> store.objects.remove(row.name()));
            }
            return store.objects;
        }

        Set<String> newestNeeds() {
            Set<String> needs = new HashSet<>();
            if (store.tip() != null) {
                needs.addAll(store.tip().needs());
                if (generous) {
                    store.tip().chain().forEach(commit -> needs.addAll(commit.upserts));
                }
            }
            return needs;
        }

        private Optional<String> step() {
            switch (random.nextInt(20)) {
                case 0 -> store.now = store.now.plusSeconds(random.nextInt(60_000));
                case 1 -> store.now = store.now.plusSeconds(random.nextInt(600));
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        store.epoch++;
                        writers.add(new ModelWriter(store, random));
                    }
                }
                case 3, 4 -> expire();
                case 5, 6 -> {
                    return restore();
                }
                case 7, 8, 9, 10 -> {
                    return collect();
                }
                default -> {
                    boolean late = random.nextInt(5) == 0;
                    writers.get(late ? random.nextInt(writers.size()) : writers.size() - 1)
                            .step();
                    return damage();
                }
            }
            return Optional.empty();
        }

        private void expire() {
            store.commits.stream()
                    .filter(commit -> commit != store.tip() && random.nextInt(4) == 0)
                    .forEach(commit -> commit.expired = true);
        }

        private Optional<String> restore() {
            if (restoring == null) {
                List<ModelCommit> there =
                        store.commits.stream().filter(commit -> !commit.expired).toList();
                if (!there.isEmpty()) {
                    restoring = there.get(random.nextInt(there.size()));
                    restoring.pins++;
                    toRead.addAll(restoring.needs());
                    Collections.shuffle(toRead, random);
                }
                return Optional.empty();
            }
            if (toRead.isEmpty()) {
                restoring.pins--;
                restoring = null;
                restored++;
                return Optional.empty();
            }
            String name = toRead.removeLast();
            return store.objects.contains(name) ? Optional.empty() : Optional.of("a restore misses " + name);
        }

        private Optional<String> collect() {
            if (doomed.isEmpty()) {
                return plan();
            }
            StoredRow row = doomed.removeFirst();
            store.objects.remove(row.name());
            if (random.nextInt(10) == 0) {
                doomed.clear(); // killed between the deletion and its row
            } else {
                store.collected(row.name());
                collected++;
            }
            return damage();
        }

        private Optional<String> plan() {
            Holdings seen = seen();
            return switch (Sweep.plan(seen, marks(), store.now)) {
                case CollectionPlan.Ready ready -> {
                    doomed.addAll(ready.doomed());
                    yield Optional.empty();
                }
                case CollectionPlan.Stopped stopped -> Optional.of("stopped: " + stopped.detail());
            };
        }

        private Holdings seen() {
            Holdings holdings = store.holdings();
            long live = mistake == Mistake.LIVE_EPOCH_FORGOTTEN ? holdings.liveEpoch() + 1 : holdings.liveEpoch();
            List<RegisteredCommit> commits = mistake == Mistake.CHAINS_FORGOTTEN
                    ? holdings.commits().stream()
                            .map(commit -> new RegisteredCommit(commit.ref(), null, commit.tree(), commit.kept()))
                            .toList()
                    : holdings.commits();
            return new Holdings(live, commits, holdings.rows());
        }

        /** As the reader marks: exactly, or with all that the chains' commits put in. */
        private Marks marks() {
            Set<String> names = new HashSet<>();
            for (ModelCommit commit : store.commits) {
                boolean kept = mistake == Mistake.PINS_FORGOTTEN ? !commit.expired : commit.isKept();
                if (kept && !commit.collected) {
                    names.addAll(mistake == Mistake.PAGES_FORGOTTEN ? commit.files.values() : commit.referable());
                    if (generous) {
                        commit.chain().forEach(each -> names.addAll(each.upserts));
                    }
                }
            }
            return new Marks.Complete(names);
        }

        /** Every version that is kept can be restored at any time. */
        private Optional<String> damage() {
            return store.commits.stream()
                    .filter(ModelCommit::isKept)
                    .flatMap(commit -> commit.needs().stream())
                    .filter(name -> !store.objects.contains(name))
                    .findFirst()
                    .map(name -> "a kept version misses " + name);
        }
    }
}
