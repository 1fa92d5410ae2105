package cloud.dumont.agent.scan;

/** Why something was not looked at. None of them ends a scan. */
public enum ScanProblem {
    /** It was gone before it could be looked at. Of a path that was asked for: it does not exist. */
    VANISHED,
    /** Of a path that was asked for: the scope leaves it out. */
    EXCLUDED,
    /** Not allowed. What is known of it from before is still the best knowledge. */
    DENIED,
    /** It became something else while it was looked at; another look is due. */
    CHANGED,
    /** The file system failed. */
    BROKEN
}
