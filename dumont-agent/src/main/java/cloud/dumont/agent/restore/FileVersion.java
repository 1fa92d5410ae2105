package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.Xattrs;
import cloud.dumont.agent.place.NodeAttributes;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.Part;
import java.util.List;

/**
 * What of a file comes back.
 *
 * @param newest whether it is what the commit calls the file's content, and not the last one that was read whole
 */
record FileVersion(Content content, Moment mtime, boolean newest) {
    static FileVersion of(Entry.File file, boolean newestWanted) {
        Entry.Version whole = file.whole();
        return whole == null || newestWanted
                ? new FileVersion(file.content(), file.meta().mtime(), true)
                : new FileVersion(whole.content(), whole.mtime(), false);
    }

    boolean isSparse() {
        return content.parts().stream().anyMatch(Part.Hole.class::isInstance);
    }

    NodeAttributes attributes(Meta meta) {
        return attributes(meta, mtime);
    }

    static NodeAttributes attributes(Meta meta, Moment mtime) {
        List<cloud.dumont.agent.files.Xattr> xattrs = meta.xattrs().stream()
                .map(it -> new cloud.dumont.agent.files.Xattr(it.name(), it.value()))
                .toList();
        return new NodeAttributes(
                meta.mode(), (int) meta.uid(), (int) meta.gid(), mtime.seconds(), mtime.nanos(), new Xattrs(xattrs));
    }

    /** Whether what is there looks like this version; its bytes are another matter. */
    boolean looksLike(FileStat stat) {
        return stat.isRegular()
                && stat.size() == content.size()
                && stat.mtimeSeconds() == mtime.seconds()
                && stat.mtimeNanos() == mtime.nanos();
    }

    static boolean sameMeta(FileStat stat, Xattrs xattrs, Meta meta) {
        return stat.mode() == meta.mode()
                && stat.uid() == (int) meta.uid()
                && stat.gid() == (int) meta.gid()
                && attributes(meta, meta.mtime()).xattrs().equals(xattrs);
    }
}
