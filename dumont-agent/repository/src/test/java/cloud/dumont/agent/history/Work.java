package cloud.dumont.agent.history;

import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.PathBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** A series of commits, the same for the same seed, that can be gone on with anywhere; with what each should hold. */
final class Work {
    private final List<Step> steps = new ArrayList<>();
    private final List<NavigableMap<String, byte[]>> states = new ArrayList<>();

    private record Step(NavigableMap<String, byte[]> puts, List<String> removes, boolean inPacks) {}

    Work(long seed, int commits, int largest) {
        Random random = new Random(seed);
        NavigableMap<String, byte[]> state = new TreeMap<>();
        for (int i = 0; i < commits; i++) {
            NavigableMap<String, byte[]> puts = new TreeMap<>();
            List<String> removes = new ArrayList<>();
            for (int change = 1 + random.nextInt(6); change > 0; change--) {
                String name = "d" + random.nextInt(3) + "/f" + random.nextInt(12);
                if (random.nextInt(4) == 0 && state.containsKey(name)) {
                    removes.add(name);
                    puts.remove(name);
                } else {
                    byte[] bytes = random.nextInt(5) == 0 && !state.isEmpty()
                            ? state.firstEntry().getValue()
                            : new byte[1 + random.nextInt(largest)];
                    if (bytes[0] == 0) {
                        random.nextBytes(bytes);
                        bytes[0] |= 1;
                    }
                    puts.put(name, bytes);
                }
            }
            removes.forEach(state::remove);
            state.putAll(puts);
            steps.add(new Step(puts, removes, random.nextBoolean()));
            states.add(new TreeMap<>(state));
        }
    }

    int size() {
        return steps.size();
    }

    /** Contents by path after the first {@code commits} steps. */
    NavigableMap<String, byte[]> after(int commits) {
        return commits == 0 ? new TreeMap<>() : states.get(commits - 1);
    }

    /** Makes the steps from there on; the number of a step is its commit's clock. */
    void run(Repository repository, int from) throws Exception {
        run(repository, from, steps.size());
    }

    void run(Repository repository, int from, int to) throws Exception {
        try (PackWriter packs = repository.packs(new PackLimits(128 << 10, 8 << 20, 50, 1, 1 << 20))) {
            ContentWriter contents = repository.contents(packs);
            for (int i = from; i < to; i++) {
                step(repository, packs, contents, i);
            }
        }
    }

    private void step(Repository repository, PackWriter packs, ContentWriter contents, int number) throws Exception {
        Step step = steps.get(number);
        try (Draft draft = repository.draft()) {
            draft.upsert(Workspace.directory(""));
            for (int d = 0; d < 3; d++) {
                draft.upsert(Workspace.directory("d" + d));
            }
            step.removes().forEach(name -> draft.remove(PathBytes.of(name)));
            NavigableMap<String, Content> written = new TreeMap<>();
            for (var put : step.puts().entrySet()) {
                written.put(put.getKey(), Workspace.write(contents, step.inPacks() ? packs : draft, put.getValue()));
            }
            packs.settle();
            written.forEach((name, content) -> draft.upsert(Workspace.file(name, content, number)));
            CommitOutcome outcome = repository.commit(draft, Workspace.now(number + 1));
            while (outcome instanceof CommitOutcome.InDoubt || repository.isUnsettled()) {
                outcome = repository.settle();
            }
            if (!(outcome instanceof CommitOutcome.Committed)) {
                throw new StoreException.Unavailable("not committed: " + outcome);
            }
        }
    }
}
