package cloud.dumont.agent.table;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Xattr;
import java.util.List;

/** Between what the file system says and what the format says; both keep names as bytes. */
public final class Entries {
    private Entries() {}

    public static PathBytes path(RawPath path) {
        return PathBytes.of(path.bytes());
    }

    public static RawPath path(PathBytes path) {
        return RawPath.of(path.bytes());
    }

    public static Meta meta(FileStat stat, Xattrs xattrs) {
        List<Xattr> all = xattrs.entries().stream()
                .map(it -> new Xattr(it.name(), it.value()))
                .toList();
        return new Meta(
                stat.mode(),
                Integer.toUnsignedLong(stat.uid()),
                Integer.toUnsignedLong(stat.gid()),
                new Moment(stat.mtimeSeconds(), stat.mtimeNanos()),
                all);
    }
}
