package cloud.dumont.agent.index;

import cloud.dumont.agent.container.ContainerName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The containers that index entries lie in, by small numbers. Not thread-safe. */
final class Containers {
    private final Map<ContainerName, Holding> byName = new HashMap<>();
    private final List<@Nullable Holding> byOrdinal = new ArrayList<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /** One container. */
    static final class Holding {
        final ContainerName name;
        final int ordinal;
        /** How often the tree refers to it. */
        long references;
        /** Entries of the index that lie in it. */
        int entries;
        /** Of these, the ones that the tree does not refer to. */
        int unused;
        /** Of this epoch, and named by no commit yet. */
        boolean own;

        Holding(ContainerName name, int ordinal) {
            this.name = name;
            this.ordinal = ordinal;
        }
    }

    Holding of(ContainerName name) {
        Holding there = byName.get(name);
        if (there != null) {
            return there;
        }
        Integer reused = free.poll();
        Holding holding = new Holding(name, reused == null ? byOrdinal.size() : reused);
        if (reused == null) {
            byOrdinal.add(holding);
        } else {
            byOrdinal.set(reused, holding);
        }
        byName.put(name, holding);
        return holding;
    }

    @Nullable
    Holding find(ContainerName name) {
        return byName.get(name);
    }

    Holding at(int ordinal) {
        Holding holding = byOrdinal.get(ordinal);
        if (holding == null) {
            throw new IllegalStateException("an entry lies in a container that nobody knows");
        }
        return holding;
    }

    /** Forgets it if nothing holds on to it. */
    void settle(Holding holding) {
        if (!holding.own && holding.references == 0 && holding.entries == 0) {
            byName.remove(holding.name);
            byOrdinal.set(holding.ordinal, null);
            free.push(holding.ordinal);
        }
    }

    Iterable<Holding> all() {
        return byName.values();
    }
}
