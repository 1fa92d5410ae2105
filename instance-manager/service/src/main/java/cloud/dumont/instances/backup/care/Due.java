package cloud.dumont.instances.backup.care;

import cloud.dumont.kernel.InstanceId;
import java.util.EnumSet;
import java.util.Set;

/** What is to be done for one workspace now. */
record Due(InstanceId instance, boolean head, boolean copy, boolean tidy, boolean deletion) {
    Set<Chore> chores() {
        Set<Chore> chores = EnumSet.noneOf(Chore.class);
        add(chores, Chore.HEAD, head);
        add(chores, Chore.COPY, copy);
        add(chores, Chore.TIDY, tidy);
        add(chores, Chore.DELETION, deletion);
        return chores;
    }

    private static void add(Set<Chore> chores, Chore chore, boolean due) {
        if (due) {
            chores.add(chore);
        }
    }
}
