package cloud.dumont.agent.table;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.tree.PathBytes;

/**
 * What tells one state of an inode from another, in 64 bits: type, owner, mode, size, both times to the nanosecond, and the
 * inode's number. The change time is in it because no program can set it: contents that were swapped for others of the same
 * size and modification time are found. Never 0.
 */
public final class Identity {
    private Identity() {}

    public static long of(FileStat stat) {
        long hash = stat.inode();
        hash = mix(hash * 31 + stat.size());
        hash = mix(hash * 31 + stat.mtimeSeconds());
        hash = mix(hash * 31 + stat.ctimeSeconds());
        hash = mix(hash * 31 + ((long) stat.mtimeNanos() << 32 | stat.ctimeNanos()));
        hash = mix(hash * 31 + ((long) stat.uid() << 32 | stat.gid() & 0xffff_ffffL));
        hash = mix(hash * 31 + ((long) stat.type().code() << 16 | stat.mode()));
        return hash == 0 ? 1 : hash;
    }

    /** One number for an inode among those of all devices; never 0. */
    public static long inode(FileStat stat) {
        long hash = mix(stat.inode() + mix(stat.device() + 1));
        return hash == 0 ? 1 : hash;
    }

    static long first(PathBytes path) {
        return hash(path, 0x9E3779B97F4A7C15L);
    }

    static long second(PathBytes path) {
        return hash(path, 0xC2B2AE3D27D4EB4FL);
    }

    private static long hash(PathBytes path, long seed) {
        long hash = seed;
        for (byte each : path.bytes()) {
            hash = (hash ^ each & 0xff) * (seed | 1);
            hash ^= hash >>> 29;
        }
        return mix(hash + path.length());
    }

    static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
