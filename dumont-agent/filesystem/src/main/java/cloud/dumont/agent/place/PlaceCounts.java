package cloud.dumont.agent.place;

/**
 * What could not be set and did not stop the restore.
 *
 * @param owners nodes whose owner is not ours to give; their set-user-id and set-group-id bits were left off
 * @param xattrs single attributes that were refused, by right or by file system
 * @param devices device nodes that this box does not let us make
 */
public record PlaceCounts(long owners, long xattrs, long devices) {}
