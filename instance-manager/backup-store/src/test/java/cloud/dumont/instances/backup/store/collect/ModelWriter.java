package cloud.dumont.instances.backup.store.collect;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A box's agent, by the laws of writers; it also crashes, pauses and comes back after its time. */
final class ModelWriter {
    private static final int PATHS = 8;
    private final ModelStore store;
    private final Random random;
    final long epoch;
    private final List<String> signed = new ArrayList<>();
    private final List<String> free = new ArrayList<>();
    private ModelCommit tip;
    private ModelCommit pending;
    private boolean pendingStored;
    private long nextPack = 1;

    ModelWriter(ModelStore store, Random random) {
        this.store = store;
        this.random = random;
        this.epoch = store.epoch;
        this.tip = store.tip();
    }

    void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> signPack();
            case 2, 3 -> putPack();
            case 4, 5 -> buildCommit();
            case 6, 7, 8 -> advanceCommit();
            default -> {
                if (random.nextInt(6) == 0) {
                    restart();
                }
            }
        }
    }

    private void signPack() {
        String name = ObjectNames.pack(epoch, nextPack);
        if (store.sign(epoch, name)) {
            nextPack++;
            signed.add(name);
        }
    }

    private void putPack() {
        if (!signed.isEmpty()) {
            String name = signed.remove(random.nextInt(signed.size()));
            if (store.put(name)) {
                free.add(name);
            }
        }
    }

    private void buildCommit() {
        if (pending != null) {
            return;
        }
        long seq = tip == null ? 1 : tip.ref.seq() + 1;
        CommitRef ref = new CommitRef(epoch, seq, "%d-%d-%x".formatted(epoch, seq, random.nextLong()));
        String self = ObjectNames.commit(epoch, seq);
        Set<String> known = tip == null ? Set.of() : tip.referable();
        boolean tree = tip == null || random.nextInt(4) == 0;
        Map<String, String> files = new HashMap<>(tip == null ? Map.of() : tip.files);
        List<String> named = new ArrayList<>();
        Set<String> upserts = new HashSet<>();
        for (int change = random.nextInt(4); change > 0; change--) {
            String path = "/f" + random.nextInt(PATHS);
            if (random.nextInt(4) == 0) {
                files.remove(path);
            } else {
                String container = choose(self, known, named);
                files.put(path, container);
                upserts.add(container);
            }
        }
        Set<String> pages = new HashSet<>();
        for (int page = tree ? 1 + random.nextInt(2) : 0; page > 0; page--) {
            pages.add(choose(self, known, named));
        }
        pending = new ModelCommit(
                ref, tip, tree, tree ? pages : tip.pages, files, upserts, List.copyOf(new HashSet<>(named)));
        pendingStored = false;
        store.sign(epoch, self);
    }

    /** What the parent's tree refers to, an own pack that no commit named, or the commit itself. */
    private String choose(String self, Set<String> known, List<String> named) {
        int draw = random.nextInt(3);
        if (draw == 0 && !known.isEmpty()) {
            return known.stream().sorted().toList().get(random.nextInt(known.size()));
        }
        if (draw == 1 && !free.isEmpty()) {
            String pack = free.get(random.nextInt(free.size()));
            named.add(pack);
            return pack;
        }
        return self;
    }

    private void advanceCommit() {
        if (pending == null) {
            return;
        }
        if (!pendingStored) {
            pendingStored = store.put(pending.name());
            if (!pendingStored && !store.sign(epoch, pending.name())) {
                pending = null;
            }
        } else if (store.register(epoch, pending)) {
            free.removeAll(pending.packs);
            tip = pending;
            pending = null;
        }
    }

    /** Everything in memory is gone but the numbers; what is stored and not named is found again. */
    private void restart() {
        if (store.epoch != epoch) {
            return;
        }
        if (!pendingStored) {
            pending = null;
        }
        tip = store.tip();
        signed.clear();
        free.clear();
        free.addAll(store.ownPacks(epoch));
        if (pending != null) {
            free.removeAll(pending.packs);
        }
    }
}
