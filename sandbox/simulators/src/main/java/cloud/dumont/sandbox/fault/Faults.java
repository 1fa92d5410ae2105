package cloud.dumont.sandbox.fault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults armed at one simulated vendor. A fault strikes when a call or a machine has everything its match names. */
public final class Faults {
    /** Names in a match that select; every other name is a setting of the kind. */
    private static final Set<String> SELECTORS = Set.of("path", "method", "ref", "gpu", "label");

    private final Map<String, String> kinds;
    private final InstantSource clock;
    private final List<Fault> armed = new ArrayList<>();
    private long nextId = 1;

    public Faults(Map<String, String> kinds, InstantSource clock) {
        this.kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
        this.clock = clock;
    }

    /** Every kind of this vendor with one sentence of what it does. */
    public Map<String, String> kinds() {
        return kinds;
    }

    /**
     * Arms a fault.
     *
     * @param count how often it strikes; 0 or less for any number of times
     * @param match all of its selectors must fit; {@code path} by substring, {@code method} and {@code ref} exactly,
     *     {@code gpu} and {@code label} exactly
     * @param forSeconds disarms after this time; 0 or less for never
     * @throws IllegalArgumentException when the vendor has no such kind
     */
    public synchronized Fault inject(String kind, int count, Map<String, String> match, long forSeconds) {
        if (!kinds.containsKey(kind)) {
            throw new IllegalArgumentException(
                    "no fault " + kind + " here; there are " + String.join(", ", kinds.keySet()));
        }
        Instant until = forSeconds > 0 ? clock.instant().plusSeconds(forSeconds) : null;
        Fault fault = new Fault(nextId++, kind, count > 0 ? count : -1, match, until, 0);
        armed.add(fault);
        return fault;
    }

    /** Faults that can still strike, oldest first. */
    public synchronized List<Fault> list() {
        prune();
        return List.copyOf(armed);
    }

    public synchronized void clear() {
        armed.clear();
    }

    /** Uses up one strike of the oldest fitting fault of this kind. */
    public synchronized Optional<Fault> strike(String kind, Map<String, String> facts) {
        return strike(kind, facts, fault -> true);
    }

    /** Like {@link #strike(String, Map)}, for faults that also pass a test of the caller's. */
    public synchronized Optional<Fault> strike(String kind, Map<String, String> facts, Predicate<Fault> test) {
        prune();
        for (int i = 0; i < armed.size(); i++) {
            Fault fault = armed.get(i);
            if (fault.kind().equals(kind) && fits(fault, facts) && test.test(fault)) {
                armed.set(i, fault.afterStrike());
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /** Whether a fault of this kind is armed for these facts; uses nothing up. */
    public synchronized boolean stands(String kind, Map<String, String> facts) {
        prune();
        return armed.stream().anyMatch(fault -> fault.kind().equals(kind) && fits(fault, facts));
    }

    private void prune() {
        Instant now = clock.instant();
        armed.removeIf(fault -> fault.isOver(now));
    }

    private static boolean fits(Fault fault, Map<String, String> facts) {
        return fault.match().entrySet().stream()
                .filter(entry -> SELECTORS.contains(entry.getKey()))
                .allMatch(entry -> fitsOne(entry.getKey(), entry.getValue(), facts.get(entry.getKey())));
    }

    private static boolean fitsOne(String name, String wanted, @Nullable String actual) {
        if (actual == null) {
            return false;
        }
        return name.equals("path") ? actual.contains(wanted) : actual.equalsIgnoreCase(wanted);
    }
}
