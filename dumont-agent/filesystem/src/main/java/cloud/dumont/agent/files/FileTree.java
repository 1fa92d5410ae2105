package cloud.dumont.agent.files;

import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import java.nio.file.Path;

/**
 * Everything below one directory, read only. No symbolic link is ever followed below it, and nothing outside of it can be
 * reached. For any number of threads; {@link #close()} when none of them reads any more.
 */
public final class FileTree implements AutoCloseable {
    private static final byte[] ITSELF = {'.'};
    private final Fd root;

    private FileTree(Fd root) {
        this.root = root;
    }

    /** @param root an absolute directory; links in <em>this</em> path are followed */
    public static FileTree open(Path root) throws PosixException {
        return new FileTree(Open.at(Open.CWD, Paths.bytes(root), Open.PATH | Open.DIRECTORY));
    }

    /** The node of the path, a symbolic link being the link itself. */
    public FileNode node(RawPath path) throws PosixException {
        return new FileNode(open(path, Open.PATH));
    }

    public FileStat stat(RawPath path) throws PosixException {
        try (FileNode node = node(path)) {
            return node.stat();
        }
    }

    /**
     * A regular file for reading its content.
     *
     * @param expected what a scan has seen there
     * @throws PosixException ESTALE when it is another inode by now
     */
    public FileReader read(RawPath path, FileStat expected) throws PosixException {
        return FileReader.open(this, path, expected);
    }

    /** @param flags of {@link Open}; links are refused whatever they say */
    public Fd open(RawPath path, int flags) throws PosixException {
        return path.isRoot()
                ? Open.at(root.number(), ITSELF, flags | Open.NOFOLLOW)
                : Open.beneath(root.number(), path.bytes(), flags | Open.NOFOLLOW, 0);
    }

    @Override
    public void close() {
        root.close();
    }
}
