package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Hole;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Sums up what a version says of its files and symbolic links, as {@code docs/backup-format.md} (proof) defines it. */
final class TreeDigest {
    private static final int DIGEST = 32;
    private final byte[] sum = new byte[DIGEST];
    private long entries;
    private long bytes;

    void add(Entry entry) {
        switch (entry) {
            case Entry.File file -> file(file);
            case Entry.Symlink link -> {
                MessageDigest digest = begin(link, 'l', 0);
                digest.update(link.target());
                add(digest);
            }
            case Entry.Directory d -> {}
            case Entry.Fifo f -> {}
            case Entry.Socket s -> {}
            case Entry.Device d -> {}
        }
    }

    private void file(Entry.File file) {
        Content content = file.content(false);
        MessageDigest digest = begin(file, 'f', file.metadata().mode());
        digest.update(number(content.size()));
        for (Part part : content.parts()) {
            switch (part) {
                case Hole hole -> {
                    digest.update((byte) 0);
                    digest.update(number(hole.length()));
                }
                case Piece piece -> {
                    digest.update((byte) 1);
                    digest.update(number(piece.length()));
                    digest.update(piece.id().bytes());
                }
            }
        }
        bytes += content.size();
        add(digest);
    }

    private static MessageDigest begin(Entry entry, char kind, int mode) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(entry.path().bytes());
            digest.update(ByteBuffer.allocate(14)
                    .put((byte) 0)
                    .put((byte) kind)
                    .putInt(mode)
                    .putInt((int) entry.metadata().uid())
                    .putInt((int) entry.metadata().gid())
                    .flip());
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ByteBuffer number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).flip();
    }

    private void add(MessageDigest digest) {
        byte[] one = digest.digest();
        for (int i = 0; i < DIGEST; i++) {
            sum[i] ^= one[i];
        }
        entries++;
    }

    SavedDigest result() {
        return new SavedDigest(entries, bytes, HexFormat.of().formatHex(sum));
    }
}
