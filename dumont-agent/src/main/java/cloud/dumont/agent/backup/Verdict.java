package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileStat;

/** What came of looking at one name. */
sealed interface Verdict {
    /** The draft is right about it now, changed or not. */
    record Settled() implements Verdict {}

    /** A directory that the tree did not have: what is below it has to be looked at, whatever is known of it. */
    record NewDirectory() implements Verdict {}

    /** A file for the slow lane. */
    record Large(FileStat stat) implements Verdict {}

    /** The draft has it as it was a moment ago, and it went on since: look again soon for the rest. */
    record Behind() implements Verdict {}

    /** It changed while it was looked at, so that even its type or inode is not sure: look again soon. */
    record Unsteady() implements Verdict {}

    /** It may not be read; what the tree has of it stays. */
    record Unreadable() implements Verdict {}

    Verdict SETTLED = new Settled();
    Verdict NEW_DIRECTORY = new NewDirectory();
    Verdict BEHIND = new Behind();
    Verdict UNSTEADY = new Unsteady();
    Verdict UNREADABLE = new Unreadable();
}
