package cloud.dumont.agent.history;

import cloud.dumont.agent.container.BlockOpener;
import cloud.dumont.agent.container.ChunkSlot;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Kind;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.index.ChunkIndex;
import cloud.dumont.agent.pack.PackNumbers;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out where an agent that begins stands. */
final class Recovery {
    /**
     * Numbers left out after a restart. A pack that was under way when the last agent died may still arrive; it must not meet another
     * one of its number.
     */
    private static final long GAP = 64;

    private static final int AHEAD = 16;
    private final Opening opening;
    private final ObjectStore store;
    private final Register register;
    private final ContainerSource source;
    private final TreeLoader trees;
    private final CommitLoader commits;

    Recovery(Opening opening, ObjectStore store, Register register) {
        this.opening = opening;
        this.store = store;
        this.register = register;
        this.source = new ContainerSource(store, opening.key());
        this.trees = new TreeLoader(source);
        this.commits = new CommitLoader(store, opening.key());
    }

    /** What was found. */
    record Recovered(
            ContainerSource source,
            TreeState state,
            ChunkIndex index,
            PackNumbers numbers,
            @Nullable Newest newest) {}

    Recovered run() throws StoreException, DamageException, RegisterException, InterruptedException {
        ChunkIndex index = new ChunkIndex();
        TreeTable tree = new TreeTable();
        try {
            TreeState state = new TreeState(tree, index);
            SortedMap<Long, Long> stored = storedPacks();
            Newest newest = adoptCommits(trees.load(opening.chain(), state), state, stored);
            SortedMap<Long, Long> free = new TreeMap<>(stored);
            free.keySet().removeIf(number -> !mayUse(newest, number));
            adoptPacks(free, index);
            WriterNote note = newest == null ? null : newest.note();
            long used = Math.max(stored.isEmpty() ? 0 : stored.lastKey(), note == null ? 0 : note.nextPack() - 1);
            return new Recovered(source, state, index, new PackNumbers(opening.epoch(), used + GAP, free), newest);
        } catch (StoreException | DamageException | RegisterException | InterruptedException | RuntimeException e) {
            tree.close();
            index.close();
            throw e;
        }
    }

    /**
     * What is known of a chain whose newest tree cannot be read: where it ends. Everything is to be stored again, and nothing that is
     * there is referred to.
     */
    Recovered anew() throws StoreException, DamageException, RegisterException, InterruptedException {
        SortedMap<Long, Long> stored = storedPacks();
        CommitRef tip = opening.chain().isEmpty() ? null : opening.chain().getLast();
        for (LoadedCommit next = after(tip); next != null; next = after(tip)) {
            register.register(registration(next, stored));
            tip = next.ref();
        }
        ChunkIndex index = new ChunkIndex();
        long used = stored.isEmpty() ? 0 : stored.lastKey();
        return new Recovered(
                source,
                new TreeState(new TreeTable(), index),
                index,
                new PackNumbers(opening.epoch(), used + GAP, new TreeMap<>()),
                tip == null ? null : new Newest(tip, null, 0, 0));
    }

    private boolean mayUse(@Nullable Newest newest, long number) {
        if (newest == null || newest.ref().epoch() != opening.epoch()) {
            return true;
        }
        WriterNote note = newest.note();
        return note != null && note.mayUse(number);
    }

    private SortedMap<Long, Long> storedPacks() throws StoreException, InterruptedException {
        SortedMap<Long, Long> packs = new TreeMap<>();
        String prefix = ContainerName.prefix(Kind.PACK, opening.epoch());
        String after = null;
        while (true) {
            List<ObjectStore.Listed> page = store.list(prefix, after);
            if (page.isEmpty()) {
                return packs;
            }
            for (ObjectStore.Listed listed : page) {
                ContainerName.parse(listed.name()).ifPresent(name -> packs.put(name.number(), listed.size()));
            }
            after = page.getLast().name();
        }
    }

    /** Commits that an earlier agent put, but that the platform did not hear of. */
    private @Nullable Newest adoptCommits(@Nullable Newest known, TreeState state, SortedMap<Long, Long> packs)
            throws StoreException, DamageException, RegisterException, InterruptedException {
        Newest newest = known;
        while (true) {
            LoadedCommit next = after(newest == null ? null : newest.ref());
            if (next == null) {
                return newest;
            }
            register.register(registration(next, packs));
            newest = trees.next(newest, next, state);
        }
    }

    /** The commit of this epoch that builds on the tip, if there is one. */
    private @Nullable LoadedCommit after(@Nullable CommitRef tip)
            throws StoreException, DamageException, InterruptedException {
        long seq = tip == null ? 1 : tip.seq() + 1;
        LoadedCommit next = commits.load(ContainerName.commit(opening.epoch(), seq));
        return next != null && Objects.equals(next.record().parent(), tip) ? next : null;
    }

    private static Registration registration(LoadedCommit commit, SortedMap<Long, Long> packs) {
        var record = commit.record();
        long packBytes = record.packs().stream()
                .mapToLong(number -> packs.getOrDefault(number, 0L))
                .sum();
        return new Registration(
                commit.ref(),
                record.parent(),
                commit.size(),
                record.packs(),
                record.pages() != null,
                record.complete(),
                record.files(),
                record.bytes(),
                commit.size() + packBytes,
                null);
    }

    private void adoptPacks(SortedMap<Long, Long> free, ChunkIndex index)
            throws StoreException, DamageException, InterruptedException {
        List<ContainerName> names = new ArrayList<>();
        free.keySet().forEach(number -> names.add(ContainerName.pack(opening.epoch(), number)));
        store.soon(names.stream().map(ContainerName::path).toList());
        try (InOrder<ContainerName, List<Piece>> loads = new InOrder<>(names, AHEAD, this::chunks)) {
            while (loads.hasNext()) {
                List<Piece> chunks = loads.next();
                if (chunks.isEmpty()) {
                    free.remove(loads.lastKey().number());
                } else {
                    index.stored(loads.lastKey(), chunks);
                }
            }
        }
    }

    /** None for a pack that is damaged: what it held is stored again. */
    private List<Piece> chunks(ContainerName name) throws StoreException, InterruptedException {
        try (BlockOpener opener = new BlockOpener()) {
            Layout layout = source.layout(name, opener);
            List<Piece> pieces = new ArrayList<>(layout.chunks());
            for (int i = 0; i < layout.chunks(); i++) {
                ChunkSlot slot = layout.chunk(i);
                if (slot.length() > 0 && slot.offset() + slot.length() <= layout.dataSize()) {
                    pieces.add(new Piece(name, slot.offset(), slot.length(), slot.id()));
                }
            }
            return pieces;
        } catch (DamageException e) {
            return List.of();
        }
    }
}
