package cloud.dumont.restore.record;

import java.util.List;

/** What every kind of entry has. */
public record Metadata(int mode, long uid, long gid, Moment mtime, List<Xattr> xattrs) {}
