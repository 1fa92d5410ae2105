package cloud.dumont.instances.backup.store.bucket;

/** What came of creating an object. */
public enum Put {
    CREATED,
    /** it was there already with exactly these bytes: as good as created (an answer may have been lost) */
    SAME,
    /** something else is there, and stays */
    OTHER
}
