package cloud.dumont.agent.restore;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.tree.TreeTable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a version's files and symbolic links from the disk and tells what it found there, as {@code docs/backup-format.md} (proof)
 * defines it. Nothing of the version goes into the digest but where contents are cut. For one thread.
 */
final class ReadBack {
    private static final int DIGEST = 32;
    private static final int NAMED = 100;
    private final FileTree files;
    private final ChunkHasher hasher;
    private final boolean newest;
    private final byte[] buffer = new byte[8 << 20];
    private final byte[] sum = new byte[DIGEST];
    private final List<String> differing = new ArrayList<>();
    private long entries;
    private long bytes;

    ReadBack(FileTree files, ChunkHasher hasher, boolean newest) {
        this.files = files;
        this.hasher = hasher;
        this.newest = newest;
    }

    PreparationReport.Proof of(TreeTable tree) throws InterruptedException {
        tree.visit((number, entry) -> {
            switch (entry) {
                case Entry.File file -> file(file);
                case Entry.Symlink link -> symlink(link);
                case Entry.Directory d -> {}
                case Entry.Fifo f -> {}
                case Entry.Socket s -> {}
                case Entry.Device d -> {}
            }
        });
        return new PreparationReport.Proof(entries, bytes, HexFormat.of().formatHex(sum), List.copyOf(differing));
    }

    private void file(Entry.File entry) {
        RawPath path = Entries.path(entry.path());
        Content wanted = FileVersion.of(entry, newest).content();
        try {
            FileStat stat = files.stat(path);
            MessageDigest digest = begin(path, 'f', stat.mode(), stat.uid(), stat.gid());
            try (FileReader reader = files.read(path, stat)) {
                digest.update(number(stat.size()));
                boolean same = stat.isRegular() && stat.size() == wanted.size() && parts(reader, wanted, digest);
                add(digest, path, same);
            }
        } catch (PosixException e) {
            differs(path);
        }
    }

    private boolean parts(FileReader reader, Content wanted, MessageDigest digest) throws PosixException {
        boolean same = true;
        long at = 0;
        for (Part part : wanted.parts()) {
            switch (part) {
                case Part.Hole hole -> {
                    boolean zero = isZero(reader, at, hole.bytes());
                    same &= zero;
                    digest.update((byte) (zero ? 0 : 2));
                    digest.update(number(hole.bytes()));
                }
                case Piece piece -> {
                    int read = reader.read(at, buffer, 0, piece.length());
                    ChunkId found = hasher.id(buffer, 0, Math.max(0, read));
                    same &= read == piece.length() && found.equals(piece.id());
                    digest.update((byte) 1);
                    digest.update(number(read));
                    digest.update(found.bytes());
                }
            }
            at += part.bytes();
        }
        bytes += at;
        return same;
    }

    private boolean isZero(FileReader reader, long from, long length) throws PosixException {
        for (long at = from; at < from + length; ) {
            int want = (int) Math.min(buffer.length, from + length - at);
            int read = reader.extentAt(at).hole() && reader.extentAt(at).end() >= at + want
                    ? zeros(want)
                    : reader.read(at, buffer, 0, want);
            if (read != want || !isZero(want)) {
                return false;
            }
            at += want;
        }
        return true;
    }

    private int zeros(int count) {
        Arrays.fill(buffer, 0, count, (byte) 0);
        return count;
    }

    private boolean isZero(int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void symlink(Entry.Symlink entry) {
        RawPath path = Entries.path(entry.path());
        try (FileNode node = files.node(path)) {
            FileStat stat = node.stat();
            byte[] target = stat.isSymlink() ? node.target() : new byte[0];
            MessageDigest digest = begin(path, 'l', 0, stat.uid(), stat.gid());
            digest.update(target);
            add(digest, path, Arrays.equals(target, entry.target()));
        } catch (PosixException e) {
            differs(path);
        }
    }

    private static MessageDigest begin(RawPath path, char kind, int mode, int uid, int gid) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(path.bytes());
            digest.update(ByteBuffer.allocate(14)
                    .put((byte) 0)
                    .put((byte) kind)
                    .putInt(mode)
                    .putInt(uid)
                    .putInt(gid)
                    .flip());
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ByteBuffer number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).flip();
    }

    /** Every entry counts by itself, so the order in which they are read is no matter. */
    private void add(MessageDigest digest, RawPath path, boolean same) {
        byte[] one = digest.digest();
        for (int i = 0; i < DIGEST; i++) {
            sum[i] ^= one[i];
        }
        entries++;
        if (!same) {
            differs(path);
        }
    }

    private void differs(RawPath path) {
        if (differing.size() < NAMED) {
            differing.add(EncodedPath.of(path));
        }
    }
}
