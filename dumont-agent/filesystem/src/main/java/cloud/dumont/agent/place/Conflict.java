package cloud.dumont.agent.place;

/** What becomes of something that already has the name. A directory where a directory shall be is always kept. */
public enum Conflict {
    /** It is replaced, a directory with all that is in it; a file at the moment when the new one is complete. */
    REPLACE,
    /** It stays, and the new one is refused with EEXIST. */
    REFUSE
}
