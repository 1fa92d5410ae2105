package cloud.dumont.agent.pack;

import cloud.dumont.agent.container.ContainerName;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives each pack of this epoch a number of its own, and knows which of them no commit named yet. Thread-safe. */
public final class PackNumbers {
    private final long epoch;
    private final SortedMap<Long, Long> unnamed = new TreeMap<>();
    private long next;

    /**
     * @param next the first number to give; greater than any that may ever have been used
     * @param unnamed stored sizes of packs that may still be used
     */
    public PackNumbers(long epoch, long next, Map<Long, Long> unnamed) {
        this.epoch = epoch;
        this.next = next;
        this.unnamed.putAll(unnamed);
    }

    public synchronized ContainerName take() {
        unnamed.put(next, 0L);
        return ContainerName.pack(epoch, next++);
    }

    synchronized void sealed(long number, long size) {
        unnamed.replace(number, size);
    }

    public synchronized long next() {
        return next;
    }

    public synchronized SortedSet<Long> unnamed() {
        return new TreeSet<>(unnamed.keySet());
    }

    /** The stored size of packs that are about to be named. */
    public synchronized long size(Collection<Long> numbers) {
        return numbers.stream()
                .mapToLong(number -> unnamed.getOrDefault(number, 0L))
                .sum();
    }

    public synchronized void named(Collection<Long> numbers) {
        numbers.forEach(unnamed::remove);
    }
}
