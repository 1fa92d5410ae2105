package cloud.dumont.agent.files;

import cloud.dumont.agent.place.Conflict;
import cloud.dumont.agent.place.TreePlacer;
import cloud.dumont.agent.posix.Attributes;
import cloud.dumont.agent.posix.ExtendedAttributes;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Io;
import cloud.dumont.agent.posix.Nodes;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Makes what an ordinary test cannot name: every byte, every type, below a temporary directory. */
public final class OddTree implements AutoCloseable {
    public static final boolean ROOT = Attributes.effectiveUser() == 0;
    private final Fd top;
    private final Path path;

    public OddTree(Path top) throws PosixException {
        this.path = top;
        this.top = Open.at(Open.CWD, Paths.bytes(top), Open.READ | Open.DIRECTORY);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public Fd open(RawPath path, int flags) throws PosixException {
        return path.isRoot()
                ? Open.at(top.number(), bytes("."), flags)
                : Open.beneath(top.number(), path.bytes(), flags | Open.NOFOLLOW, 0644);
    }

    private Fd parent(RawPath path) throws PosixException {
        return open(path.parent(), Open.PATH | Open.DIRECTORY);
    }

    public RawPath directory(RawPath path) throws PosixException {
        try (Fd parent = parent(path)) {
            Nodes.directory(parent.number(), path.name(), 0755);
        }
        return path;
    }

    public RawPath file(RawPath path, byte[] content) throws PosixException {
        try (Fd parent = parent(path);
                Fd file = Open.at(parent.number(), path.name(), Open.READ_WRITE | Open.CREATE | Open.TRUNCATE, 0644)) {
            Io.write(file.number(), 0, content, 0, content.length);
        }
        return path;
    }

    public RawPath file(String path, String content) throws PosixException {
        return file(RawPath.of(path), bytes(content));
    }

    public RawPath directory(String path) throws PosixException {
        return directory(RawPath.of(path));
    }

    /** Directories of one name inside each other, each with some empty files. @return the deepest */
    public RawPath chain(String name, int depth, List<String> files, Collection<RawPath> made) throws PosixException {
        RawPath at = RawPath.ROOT;
        Fd directory = open(at, Open.READ | Open.DIRECTORY);
        for (int i = 0; i < depth; i++) {
            for (String file : files) {
                Open.at(directory.number(), bytes(file), Open.WRITE | Open.CREATE, 0644)
                        .close();
                made.add(at.child(file));
            }
            Nodes.directory(directory.number(), bytes(name), 0755);
            Fd next = Open.at(directory.number(), bytes(name), Open.READ | Open.DIRECTORY);
            directory.close();
            directory = next;
            at = at.child(name);
            made.add(at);
        }
        directory.close();
        return at;
    }

    public RawPath symlink(RawPath path, String target) throws PosixException {
        try (Fd parent = parent(path)) {
            Nodes.symlink(parent.number(), path.name(), bytes(target));
        }
        return path;
    }

    public RawPath link(RawPath path, RawPath existing) throws PosixException {
        try (Fd parent = parent(path);
                Fd other = parent(existing)) {
            Nodes.link(other.number(), existing.name(), parent.number(), path.name());
        }
        return path;
    }

    public RawPath special(RawPath path, FileType type, int major, int minor) throws PosixException {
        try (Fd parent = parent(path)) {
            Nodes.special(parent.number(), path.name(), type.code() | 0640, major, minor);
        }
        return path;
    }

    public void rename(RawPath from, RawPath to) throws PosixException {
        try (Fd parent = parent(from);
                Fd other = parent(to)) {
            Nodes.rename(parent.number(), from.name(), other.number(), to.name());
        }
    }

    public void unlink(RawPath path) throws PosixException {
        try (Fd parent = parent(path)) {
            Nodes.unlink(parent.number(), path.name());
        }
    }

    public void removeDirectory(RawPath path) throws PosixException {
        try (Fd parent = parent(path)) {
            Nodes.removeDirectory(parent.number(), path.name());
        }
    }

    public void mode(RawPath path, int mode) throws PosixException {
        try (Fd handle = open(path, Open.PATH)) {
            Attributes.modeOfHandle(handle.number(), mode);
        }
    }

    public void owner(RawPath path, int uid, int gid) throws PosixException {
        try (Fd handle = open(path, Open.PATH)) {
            Attributes.ownerOfHandle(handle.number(), uid, gid);
        }
    }

    public void modified(RawPath path, long seconds, int nanos) throws PosixException {
        try (Fd handle = open(path, Open.PATH)) {
            Attributes.modifiedOfHandle(handle.number(), seconds, nanos);
        }
    }

    public void xattr(RawPath path, String name, byte[] value) throws PosixException {
        try (Fd handle = open(path, Open.PATH)) {
            ExtendedAttributes.set(handle.number(), bytes(name), value);
        }
    }

    /** Content at an offset, and the size. */
    public RawPath sparse(RawPath path, long size, long dataAt, byte[] data) throws PosixException {
        file(path, new byte[0]);
        try (Fd file = open(path, Open.READ_WRITE)) {
            Io.size(file.number(), size);
            Io.write(file.number(), dataAt, data, 0, data.length);
        }
        return path;
    }

    public void write(RawPath path, long offset, String content) throws PosixException {
        try (Fd file = open(path, Open.READ_WRITE)) {
            Io.write(file.number(), offset, bytes(content), 0, bytes(content).length);
        }
    }

    /** Leaves nothing that a cleaner with ordinary paths could not reach. */
    @Override
    public void close() throws PosixException {
        try (TreePlacer placer = TreePlacer.open(path, Conflict.REPLACE)) {
            placer.removeStale(RawPath.ROOT, name -> false);
        } finally {
            top.close();
        }
    }
}
