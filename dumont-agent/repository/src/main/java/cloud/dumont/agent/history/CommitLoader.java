package cloud.dumont.agent.history;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.BlockOpener;
import cloud.dumont.agent.container.ChunkSlot;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.CommitHash;
import cloud.dumont.agent.tree.CommitRecordCodec;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Piece;
import cloud.dumont.agent.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whole commits and checks everything about them that can be checked. Thread-safe. */
final class CommitLoader {
    private static final long LARGEST = 256L << 20;
    private static final int TRIES = 5;
    /** Most commits are shorter: those can be read many at a time. */
    private static final int SHORT = 64 << 10;

    private final ObjectStore store;
    private final WorkspaceKey key;

    CommitLoader(ObjectStore store, WorkspaceKey key) {
        this.store = store;
        this.key = key;
    }

    /**
     * The commit of that hash. If contents inside it are damaged, its hash cannot be compared; but its record opens with a key that
     * is its own, so it was sealed for this place, and counts.
     *
     * @throws DamageException also when it is not the commit with that hash
     */
    LoadedCommit load(CommitRef ref) throws StoreException, DamageException, InterruptedException {
        return load(ref, begin(ref));
    }

    /** How it begins: all of it if it is short. Takes little memory, whatever the commit is like. */
    byte[] begin(CommitRef ref) throws StoreException, DamageException, InterruptedException {
        try {
            return bytes(ref.name(), SHORT);
        } catch (StoreException.Missing e) {
            throw new DamageException(new Damage.Gone(ref.name()));
        }
    }

    /** @see #load(CommitRef) */
    LoadedCommit load(CommitRef ref, byte[] begin) throws StoreException, DamageException, InterruptedException {
        LoadedCommit loaded = begin.length < SHORT ? open(ref.name(), begin) : load(ref.name());
        if (loaded == null) {
            throw new DamageException(new Damage.Gone(ref.name()));
        }
        if (loaded.ref().hash().equals(ref.hash())) {
            return loaded;
        }
        if (loaded.lost().isNothing()) {
            throw new DamageException(new Damage.BadRecord(ref.name(), "it is another commit of that number"));
        }
        return new LoadedCommit(ref, loaded.record(), loaded.size(), loaded.note(), loaded.lost());
    }

    /** Whatever commit has that name, with the hash of what is stored; null if none has. */
    @Nullable
    LoadedCommit load(ContainerName name) throws StoreException, DamageException, InterruptedException {
        try {
            return open(name, whole(name));
        } catch (StoreException.Missing e) {
            return null;
        }
    }

    private LoadedCommit open(ContainerName name, byte[] object) throws DamageException {
        try (BlockOpener opener = new BlockOpener()) {
            Layout layout = layout(name, object, opener);
            byte[] record = record(layout, object, opener);
            CommitRef ref = new CommitRef(name.epoch(), name.number(), CommitHash.of(sha256(object)));
            LoadedCommit.Lost lost = lost(layout, object, opener);
            WriterNote note = lost.isNothing() ? note(layout, object, opener) : null;
            return new LoadedCommit(ref, CommitRecordCodec.read(record), object.length, note, lost);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new DamageException(new Damage.BadRecord(name, String.valueOf(e.getMessage())));
        }
    }

    private static Layout layoutCheck(Layout layout) throws MalformedException {
        long record = 0;
        for (int block = 0; block < layout.blocks(); block++) {
            record += layout.isData(block) ? 0 : layout.plainLength(block);
        }
        if (record > LARGEST || record == 0) {
            throw new MalformedException("a record of an impossible length");
        }
        return layout;
    }

    private Layout layout(ContainerName name, byte[] object, BlockOpener opener)
            throws DamageException, MalformedException {
        if (object.length < Format.HEADER) {
            throw new DamageException(new Damage.WrongSize(name, object.length));
        }
        return layoutCheck(Layout.open(key, name, object, object, object.length, object.length, opener));
    }

    private static byte[] record(Layout layout, byte[] object, BlockOpener opener) throws DamageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] plain = new byte[Format.BLOCK];
        for (int block = 0; block < layout.blocks(); block++) {
            if (!layout.isData(block)) {
                int length = opener.open(layout, block, object, (int) layout.storedAt(block), plain);
                out.write(plain, 0, length);
            }
        }
        return out.toByteArray();
    }

    private static LoadedCommit.Lost lost(Layout layout, byte[] object, BlockOpener opener) {
        List<Damage> damage = new ArrayList<>();
        Set<Piece> chunks = new LinkedHashSet<>();
        byte[] plain = new byte[Format.BLOCK];
        for (int block = 0; block < layout.blocks(); block++) {
            if (layout.isData(block)) {
                try {
                    opener.open(layout, block, object, (int) layout.storedAt(block), plain);
                } catch (DamageException e) {
                    damage.add(e.damage());
                    chunks.addAll(touching(layout, block));
                }
            }
        }
        return new LoadedCommit.Lost(List.copyOf(damage), List.copyOf(chunks));
    }

    private static List<Piece> touching(Layout layout, int block) {
        long from = layout.plainAt(block);
        long to = from + layout.plainLength(block);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < layout.chunks(); i++) {
            ChunkSlot slot = layout.chunk(i);
            if (slot.offset() < to && slot.offset() + slot.length() > from) {
                pieces.add(new Piece(layout.name(), slot.offset(), slot.length(), slot.id()));
            }
        }
        return pieces;
    }

    private @Nullable WriterNote note(Layout layout, byte[] object, BlockOpener opener) throws DamageException {
        if (!WriterNote.fits(layout)) {
            return null;
        }
        ChunkSlot slot = layout.chunk(layout.chunks() - 1);
        if (slot.offset() + slot.length() > layout.dataSize()) {
            return null;
        }
        byte[] bytes = data(layout, object, slot, opener);
        if (!new ChunkHasher(key.chunkIdKey()).id(bytes, 0, bytes.length).equals(slot.id())) {
            return null;
        }
        try {
            return WriterNote.read(bytes);
        } catch (MalformedException e) {
            // A user's chunk, or another writer's: there is no note.
            return null;
        }
    }

    private static byte[] data(Layout layout, byte[] object, ChunkSlot slot, BlockOpener opener)
            throws DamageException {
        byte[] plain = new byte[Format.BLOCK];
        byte[] bytes = new byte[slot.length()];
        int done = 0;
        for (int block = layout.blockOf(slot.offset()); done < bytes.length; block++) {
            if (layout.isData(block)) {
                int length = opener.open(layout, block, object, (int) layout.storedAt(block), plain);
                int skip = (int) (slot.offset() + done - layout.plainAt(block));
                int step = Math.min(length - skip, bytes.length - done);
                System.arraycopy(plain, skip, bytes, done, step);
                done += step;
            }
        }
        return bytes;
    }

    private byte[] whole(ContainerName name) throws StoreException, DamageException, InterruptedException {
        byte[] object = bytes(name, LARGEST + 1);
        if (object.length > LARGEST) {
            throw new DamageException(new Damage.WrongSize(name, object.length));
        }
        return object;
    }

    private byte[] bytes(ContainerName name, long most) throws StoreException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (InputStream in = store.get(name.path(), 0, most)) {
                return in.readAllBytes();
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new StoreException.Unavailable("reading breaks off again and again: " + e);
                }
            }
        }
    }

    static byte[] sha256(byte[] of) {
        return digest().digest(of);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
