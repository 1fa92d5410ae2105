package cloud.dumont.agent.place;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.Xattrs;

/** What a placed node shall have. @param mode the lower twelve bits; without meaning for a symbolic link */
public record NodeAttributes(int mode, int uid, int gid, long mtimeSeconds, int mtimeNanos, Xattrs xattrs) {
    public static NodeAttributes of(FileStat stat, Xattrs xattrs) {
        return new NodeAttributes(stat.mode(), stat.uid(), stat.gid(), stat.mtimeSeconds(), stat.mtimeNanos(), xattrs);
    }
}
