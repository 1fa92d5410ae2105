package cloud.dumont.agent.tree;

import java.util.List;

/** What every entry has. @param mode the lower twelve bits @param uid and @param gid below 2^32 */
public record Meta(int mode, long uid, long gid, Moment mtime, List<Xattr> xattrs) {
    static final int MODES = 0xFFF;
    static final long MOST_ID = 0xFFFF_FFFFL;

    public Meta {
        if ((mode & ~MODES) != 0 || uid < 0 || uid > MOST_ID || gid < 0 || gid > MOST_ID) {
            throw new IllegalArgumentException("modes have twelve bits, ids have 32");
        }
        xattrs = List.copyOf(xattrs);
    }
}
