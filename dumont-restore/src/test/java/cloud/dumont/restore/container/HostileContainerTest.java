package cloud.dumont.restore.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.writer.Bytes;
import cloud.dumont.restore.writer.ContainerWriter;
import cloud.dumont.restore.writer.TestRepository;
import com.github.luben.zstd.Zstd;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Containers that hold the right tags and wrong numbers: their writer had the key and meant harm. */
class HostileContainerTest {
    private final TestRepository repository = new TestRepository().fence(1);

    private void refused(Consumer<ContainerWriter> fill, byte[] trailer) throws Exception {
        ContainerWriter pack = new ContainerWriter(repository.key, TestRepository.ID, 'P', 1, 1, 3);
        fill.accept(pack);
        repository.put("e/000000000001/p/000000000001", pack.finish(trailer, trailer.length));
        open(Fault.TRAILER, Fault.SIZE);
    }

    private void open(Fault... faults) throws Exception {
        try (Workspace workspace = repository.open()) {
            assertThatThrownBy(() -> workspace.containers().open(ContainerId.pack(1, 1)))
                    .isInstanceOfSatisfying(
                            DamagedException.class,
                            e -> assertThat(e.damage().fault()).isIn((Object[]) faults));
        }
    }

    private static Bytes row(int stream, int codec, long stored, long plain) {
        return new Bytes().u8(stream).u8(codec).u32(stored).u32(plain);
    }

    @Test
    void tablesThatMakeNoSenseAreRefused() throws Exception {
        byte[] nothing = new byte[0];
        Consumer<ContainerWriter> empty = _ -> {};
        refused(empty, nothing);
        refused(empty, new Bytes().u32(0xFFFFFFFFL).u32(0).array());
        refused(empty, new Bytes().u32(0).u32(0xFFFFFFFFL).array());
        refused(empty, new Bytes().u32(0).u32(0).u8(0).array());
        refused(empty, new Bytes().u32(1).raw(row(1, 1, 100, 5).array()).u32(0).array());
        refused(
                empty,
                new Bytes().u32(1).raw(row(1, 0, 0xFFFFFFFFL, 5).array()).u32(0).array());
        Consumer<ContainerWriter> five = pack -> pack.block(1, 0, new byte[5], 5);
        refused(five, new Bytes().u32(1).raw(row(2, 0, 21, 5).array()).u32(0).array());
        refused(five, new Bytes().u32(1).raw(row(3, 0, 21, 5).array()).u32(0).array());
        refused(five, new Bytes().u32(1).raw(row(1, 2, 21, 5).array()).u32(0).array());
        refused(five, new Bytes().u32(1).raw(row(1, 0, 21, 6).array()).u32(0).array());
        refused(
                five,
                new Bytes().u32(1).raw(row(1, 1, 21, 1_048_577).array()).u32(0).array());
        byte[] id = new byte[32];
        Bytes table = row(1, 0, 21, 5);
        refused(
                five,
                new Bytes()
                        .u32(1)
                        .raw(table.array())
                        .u32(1)
                        .raw(id)
                        .u32(0)
                        .u32(6)
                        .array());
        refused(
                five,
                new Bytes()
                        .u32(1)
                        .raw(table.array())
                        .u32(1)
                        .raw(id)
                        .u32(0xFFFFFFFFL)
                        .u32(5)
                        .array());
        refused(
                five,
                new Bytes()
                        .u32(1)
                        .raw(table.array())
                        .u32(1)
                        .raw(id)
                        .u32(0)
                        .u32(0)
                        .array());
        refused(
                five,
                new Bytes()
                        .u32(1)
                        .raw(table.array())
                        .u32(2)
                        .raw(id)
                        .u32(0)
                        .u32(5)
                        .raw(id)
                        .u32(0)
                        .u32(5)
                        .array());
    }

    @Test
    void aTrailerLargerThanAnyIsRefusedBeforeItIsOpened() throws Exception {
        ContainerWriter pack = new ContainerWriter(repository.key, TestRepository.ID, 'P', 1, 1, 3);
        byte[] small = new Bytes().u32(0).u32(0).array();
        repository.put("e/000000000001/p/000000000001", pack.finish(small, 0xFFFFFFFFL));
        open(Fault.FOOTER);
    }

    @Test
    void aBombIsNoBlock() throws Exception {
        ContainerWriter pack = repository.pack();
        byte[] bomb = Zstd.compress(new byte[200 << 20]);
        pack.block(1, 1, bomb, 1_048_576);
        repository.put(pack);
        try (Workspace workspace = repository.open()) {
            Piece piece = new Piece(ContainerId.pack(1, 1), 0, 100, new ChunkId(new byte[32]));
            assertThatThrownBy(() -> workspace.chunks().read(piece))
                    .isInstanceOfSatisfying(
                            DamagedException.class,
                            e -> assertThat(e.damage().fault()).isEqualTo(Fault.BLOCK));
        }
    }

    @Test
    void aPieceBeyondTheDataOrOfAnotherChunkIsRefused() throws Exception {
        ContainerWriter pack = repository.pack();
        pack.chunk("some bytes".getBytes("UTF-8"));
        repository.put(pack);
        try (Workspace workspace = repository.open()) {
            for (long offset : new long[] {0, 5, 10, 0xFFFFFFFFL}) {
                Piece piece = new Piece(ContainerId.pack(1, 1), offset, 10, new ChunkId(new byte[32]));
                assertThatThrownBy(() -> workspace.chunks().read(piece))
                        .isInstanceOfSatisfying(
                                DamagedException.class,
                                e -> assertThat(e.damage().fault()).isEqualTo(Fault.CHUNK));
            }
        }
    }

    @Test
    void randomObjectsAreRefused() throws Exception {
        Random random = new Random(11);
        ContainerWriter pack = repository.pack();
        pack.chunk("some bytes".getBytes("UTF-8"));
        String name = repository.put(pack);
        byte[] valid = repository.get(name);
        try (Workspace workspace = repository.open()) {
            for (int i = 0; i < 3_000; i++) {
                byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(300)] : valid.clone();
                if (i % 2 == 0) {
                    random.nextBytes(bytes);
                } else {
                    int at = random.nextInt(bytes.length);
                    bytes[at] ^= (byte) (1 + random.nextInt(255));
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                repository.put(name, bytes);
                assertThatThrownBy(() -> {
                            var opened = workspace.containers().open(ContainerId.pack(1, 1));
                            opened.layout().reader().open(0, java.util.Arrays.copyOfRange(bytes, 64, bytes.length), 0);
                        })
                        .isInstanceOfAny(DamagedException.class, UnknownVersion.class);
            }
        }
    }

    @Test
    void namesAreReadBack() {
        for (ContainerId id :
                new ContainerId[] {ContainerId.pack(1, 2), ContainerId.commit(999_999_999_999L, 1_000_000_000_000L)}) {
            assertThat(ContainerId.parse(id.name())).contains(id);
        }
        assertThat(ContainerId.parse("e/1/p/2")).isEmpty();
        assertThat(ContainerId.parse("e/000000000001/x/000000000001")).isEmpty();
    }
}
