package cloud.dumont.agent.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.PieceReader;
import cloud.dumont.agent.store.BytesBody;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.SegmentBody;
import cloud.dumont.agent.store.SegmentPool;
import cloud.dumont.agent.tree.Piece;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DamageTest {
    private static final WorkspaceKey KEY = WorkspaceKey.of(new byte[32], "ws");
    private final ChunkHasher hasher = new ChunkHasher(KEY.chunkIdKey());
    private final SegmentPool pool = new SegmentPool(16 << 20);
    private final List<Piece> pieces = new ArrayList<>();

    private byte[] pack(ContainerName name, byte[]... chunks) throws Exception {
        SegmentBody body = new SegmentBody(pool);
        try (Sealers sealers = Sealers.inline()) {
            ContainerWriter writer = new ContainerWriter(KEY, name, new byte[32], sealers, body);
            for (byte[] chunk : chunks) {
                ChunkId id = hasher.id(chunk, 0, chunk.length);
                ChunkSlot slot = writer.chunk(id, chunk, 0, chunk.length);
                pieces.add(new Piece(name, slot.offset(), slot.length(), id));
            }
            writer.finish();
        }
        try (InputStream in = body.open()) {
            return in.readAllBytes();
        } finally {
            body.close();
        }
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Damage damageOf(byte[] object, Piece piece) throws Exception {
        MemoryStore store = new MemoryStore();
        store.put(piece.container().path(), new BytesBody(object));
        return damageOf(store, piece);
    }

    private static Damage damageOf(MemoryStore store, Piece piece) throws Exception {
        try (PieceReader reader = new PieceReader(new ContainerSource(store, KEY))) {
            reader.read(piece);
            return null;
        } catch (DamageException e) {
            return e.damage();
        }
    }

    @Test
    void everySingleBitFlipIsFound() throws Exception {
        ContainerName name = ContainerName.pack(3, 9);
        byte[] whole = pack(name, noise(40, 1), "text ".repeat(60).getBytes());
        assertThat(damageOf(whole, pieces.get(0))).isNull();
        Set<Class<?>> kinds = new HashSet<>();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Damage damage = damageOf(flipped, pieces.get(0));
            assertThat(damage).as("bit " + bit).isNotNull();
            assertThat(damage.container()).isEqualTo(name);
            kinds.add(damage.getClass());
        }
        assertThat(kinds).contains(Damage.BadHeader.class, Damage.BadTrailer.class, Damage.BadBlock.class);
    }

    @Test
    void everyTruncationAndExtensionIsFound() throws Exception {
        byte[] whole = pack(ContainerName.pack(3, 9), noise(300, 1));
        for (int length = 0; length < whole.length; length++) {
            assertThat(damageOf(Arrays.copyOf(whole, length), pieces.get(0)))
                    .as("cut to " + length)
                    .isNotNull();
        }
        byte[] longer = new byte[whole.length + 16];
        System.arraycopy(whole, 0, longer, 0, whole.length - 16);
        System.arraycopy(whole, whole.length - 16, longer, whole.length, 16);
        assertThat(damageOf(longer, pieces.get(0))).isNotNull();
        assertThat(damageOf(new MemoryStore(), pieces.get(0))).isInstanceOf(Damage.Gone.class);
    }

    @Test
    void aDamagedBlockLeavesTheOthersReadable() throws Exception {
        ContainerName name = ContainerName.pack(1, 1);
        byte[] whole = pack(name, noise(1 << 20, 1), noise(1 << 20, 2), noise(1 << 20, 3));
        whole[64 + (1 << 20) + 500] ^= 1;
        assertThat(damageOf(whole, pieces.get(0))).isNull();
        assertThat(damageOf(whole, pieces.get(1))).isEqualTo(new Damage.BadBlock(name, 1));
        assertThat(damageOf(whole, pieces.get(2))).isNull();
    }

    @Test
    void objectsAndBlocksThatWereMovedAreNotTaken() throws Exception {
        ContainerName one = ContainerName.pack(1, 1);
        byte[] first = pack(one, noise(1 << 20, 1), noise(1 << 20, 2));
        byte[] second = pack(ContainerName.pack(1, 2), noise(1 << 20, 1), noise(1 << 20, 2));
        assertThat(damageOf(second, pieces.get(0))).isEqualTo(new Damage.BadHeader(one));
        int stored = (1 << 20) + 16;
        byte[] swapped = first.clone();
        System.arraycopy(first, 64, swapped, 64 + stored, stored);
        System.arraycopy(first, 64 + stored, swapped, 64, stored);
        assertThat(damageOf(swapped, pieces.get(0))).isEqualTo(new Damage.BadBlock(one, 0));
        byte[] mixed = first.clone();
        System.arraycopy(second, 64, mixed, 64, stored);
        assertThat(damageOf(mixed, pieces.get(0))).isEqualTo(new Damage.BadBlock(one, 0));
    }

    @Test
    void aPieceThatSaysWhatIsNotThereIsNotTaken() throws Exception {
        ContainerName name = ContainerName.pack(1, 1);
        byte[] whole = pack(name, noise(500, 1), noise(500, 2));
        Piece piece = pieces.get(0);
        assertThat(damageOf(whole, new Piece(name, 500, 500, piece.id()))).isInstanceOf(Damage.BadChunk.class);
        assertThat(damageOf(whole, new Piece(name, 600, 500, piece.id()))).isInstanceOf(Damage.BadRecord.class);
    }

    @Test
    void oneObjectKeyNeverSeesANonceTwice() throws Exception {
        // One salt, one name: the same stored bytes again; another salt or another name: another key, so other bytes.
        byte[] chunk = noise(5000, 1);
        byte[] once = pack(ContainerName.pack(1, 1), chunk);
        byte[] otherName = pack(ContainerName.pack(1, 2), chunk);
        assertThat(Arrays.mismatch(once, 64, 5080, otherName, 64, 5080)).isZero();
        Layout layout;
        try (BlockOpener opener = new BlockOpener()) {
            layout = Layout.open(KEY, ContainerName.pack(1, 1), once, once, once.length, once.length, opener);
        }
        assertThat(layout.blocks()).isEqualTo(1);
        assertThat(layout.chunk(0).id()).isEqualTo(pieces.get(0).id());
        assertThatThrownBy(() -> layout.chunk(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
