package cloud.dumont.agent.scan;

import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileType;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.StatBuffer;
import java.util.Arrays;

/** The entry that a scan stands on, read in place; what is not asked for costs nothing. */
public final class ScanEntry {
    private final StatBuffer stat;
    private byte[] bytes = new byte[0];
    private int nameStart;
    private int end;
    private boolean mountPoint;

    ScanEntry(StatBuffer stat) {
        this.stat = stat;
    }

    void moveTo(byte[] path, int name, int pathEnd, boolean mount) {
        bytes = path;
        nameStart = name;
        end = pathEnd;
        mountPoint = mount;
    }

    public RawPath path() {
        return RawPath.of(Arrays.copyOf(bytes, end));
    }

    public byte[] name() {
        return Arrays.copyOfRange(bytes, nameStart, end);
    }

    public FileStat stat() {
        return FileStat.of(stat);
    }

    public FileType type() {
        return FileType.ofMode(stat.mode());
    }

    public boolean isDirectory() {
        return type() == FileType.DIRECTORY;
    }

    /**
     * Another file system, or another part of one, is mounted here and is no root: {@link #stat()} tells of that one, and it
     * is not looked into.
     */
    public boolean mountPoint() {
        return mountPoint;
    }

    public long size() {
        return stat.size();
    }

    public long inode() {
        return stat.inode();
    }

    public long device() {
        return stat.device();
    }

    public long mtimeSeconds() {
        return stat.mtimeSeconds();
    }

    public int mtimeNanos() {
        return stat.mtimeNanos();
    }

    public long ctimeSeconds() {
        return stat.ctimeSeconds();
    }

    public int ctimeNanos() {
        return stat.ctimeNanos();
    }
}
