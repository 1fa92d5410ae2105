package cloud.dumont.instances.backup.store.collect;

import java.util.Set;

/** What the kept commits of a workspace need. */
public sealed interface Marks {
    /** @param names all containers that kept commits need, below the root; more than they need is safe, less is not */
    record Complete(Set<String> names) implements Marks {}

    /**
     * A kept commit cannot be read whole, so what it needs is unknown and nothing may be collected.
     *
     * @param object that cannot be read, below the root
     */
    record Unreadable(String object, String detail) implements Marks {}
}
