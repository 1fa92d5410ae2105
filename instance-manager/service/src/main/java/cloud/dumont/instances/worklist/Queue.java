package cloud.dumont.instances.worklist;

import java.util.Locale;

/** The kinds of work; each key of a queue is worked on by at most one worker at a time. */
public enum Queue {
    /** key: a machine's id */
    PROVISION,
    /** key: a machine's id; its box is lost, or it is on a standby */
    FAILOVER,
    /** key: a drill's id */
    DRILL,
    /** key: a box at a vendor that has to go */
    RECLAIM,
    /** key: a machine's id; its saved files are cared for */
    KEEP,
    /** key: a verification of saved files */
    VERIFY;

    String taskName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
