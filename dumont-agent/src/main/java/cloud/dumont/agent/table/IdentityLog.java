package cloud.dumont.agent.table;

import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps identities over restarts of the agent: which state of a name it was that the newest commit holds. A mere cache of at
 * most {@link #MOST} bytes: names that it does not know are read again. It belongs to one workspace and epoch, since another
 * box may have changed what the commits say. 32 bytes a name, newest last; no name is in it, only hashes.
 */
public final class IdentityLog implements AutoCloseable {
    static final long MOST = 48L << 20;
    private static final System.Logger log = System.getLogger(IdentityLog.class.getName());
    private static final int RECORD = 32;
    private static final long SMALL = 2L << 20;
    private final Path file;
    private final byte[] head;
    private final ByteBuffer buffer = ByteBuffer.allocate(RECORD * 512);
    private @Nullable FileChannel channel;
    private long written;
    private long compactAt = SMALL;

    private IdentityLog(Path file, byte[] head) {
        this.file = file;
        this.head = head;
    }

    /** Opens the log, and tells the table what it knows of the tree's names. */
    public static IdentityLog open(Path file, String workspace, long epoch, TreeTable tree, InodeTable inodes)
            throws InterruptedException {
        IdentityLog opened = new IdentityLog(file, head(workspace, epoch));
        try (IdentityMap known = opened.read()) {
            tree.visit((number, entry) -> {
                long identity = known.get(Identity.first(entry.path()), Identity.second(entry.path()));
                if (identity != 0) {
                    inodes.learn(number, inodes.inode(number), identity);
                }
            });
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "what is known of the files cannot be read: {0}", e.getMessage());
        }
        opened.rewrite(tree, inodes);
        return opened;
    }

    private static byte[] head(String workspace, long epoch) {
        try {
            byte[] text = ("identities/1 " + epoch + " " + workspace).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private IdentityMap read() throws IOException {
        long records = Files.exists(file) ? Math.min(MOST * 2, Files.size(file)) / RECORD : 0;
        IdentityMap map = new IdentityMap(records);
        if (records < 2) {
            return map;
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(RECORD * 2048);
            boolean first = true;
            while (in.read(block) > 0 || block.position() >= RECORD) {
                block.flip();
                while (block.remaining() >= RECORD) {
                    if (first ? !isHead(block) : !takes(map, block)) {
                        return map;
                    }
                    first = false;
                }
                block.compact();
            }
        }
        return map;
    }

    private boolean isHead(ByteBuffer block) {
        byte[] found = new byte[RECORD];
        block.get(found);
        return Arrays.equals(found, head);
    }

    private static boolean takes(IdentityMap map, ByteBuffer block) {
        long first = block.getLong();
        long second = block.getLong();
        long identity = block.getLong();
        if (block.getLong() != check(first, second, identity)) {
            return false;
        }
        map.put(first, second, identity);
        return true;
    }

    private static long check(long first, long second, long identity) {
        return Identity.mix(first ^ Identity.mix(second ^ Identity.mix(identity + 7)));
    }

    /** To be followed by {@link #flush}. */
    public synchronized void add(PathBytes path, long identity) {
        if (channel == null) {
            return;
        }
        if (buffer.remaining() < RECORD) {
            drain();
        }
        long first = Identity.first(path);
        long second = Identity.second(path);
        buffer.putLong(first).putLong(second).putLong(identity).putLong(check(first, second, identity));
    }

    /** What was added reaches the kernel; the log becomes short again when it was long. */
    public synchronized void flush(TreeTable tree, InodeTable inodes) throws InterruptedException {
        drain();
        if (written > compactAt) {
            rewrite(tree, inodes);
        }
    }

    /** For a log whose table is not complete: it only grows, up to its bound. */
    public synchronized void flush() {
        drain();
        if (written > MOST * 2) {
            giveUp("it grew too long");
        }
    }

    private void drain() {
        FileChannel open = channel;
        buffer.flip();
        try {
            while (open != null && buffer.hasRemaining()) {
                written += open.write(buffer);
            }
        } catch (IOException e) {
            giveUp(String.valueOf(e.getMessage()));
        }
        buffer.clear();
    }

    private synchronized void rewrite(TreeTable tree, InodeTable inodes) throws InterruptedException {
        giveUp(null);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (tree.entries() * RECORD > MOST) {
                Files.deleteIfExists(file);
                return;
            }
            channel = FileChannel.open(
                    beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            written = 0;
            buffer.clear().put(head);
            tree.visit((number, entry) -> {
                if (inodes.identity(number) != 0) {
                    add(entry.path(), inodes.identity(number));
                }
            });
            drain();
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            compactAt = Math.max(SMALL, written * 2);
        } catch (IOException e) {
            giveUp(String.valueOf(e.getMessage()));
            remove(beside);
        }
    }

    private static void remove(Path half) {
        try {
            Files.deleteIfExists(half);
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "half a log of identities stays", e);
        }
    }

    private void giveUp(@Nullable String why) {
        FileChannel open = channel;
        channel = null;
        if (why != null) {
            log.log(System.Logger.Level.WARNING, "identities of files are kept in memory only: {0}", why);
        }
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "closing the log of identities failed", e);
        }
    }

    @Override
    public synchronized void close() {
        drain();
        giveUp(null);
    }
}
