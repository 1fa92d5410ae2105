package cloud.dumont.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.ByteWriter;
import cloud.dumont.agent.wire.MalformedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static CommitRecord record(long seed) {
        Random random = new Random(seed);
        RandomEntries entries = new RandomEntries(seed);
        List<Entry> upserts = new ArrayList<>();
        List<PathBytes> removals = new ArrayList<>();
        List<Piece> pages = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            upserts.add(entries.entry(entries.path()));
            removals.add(entries.path());
            pages.add(entries.piece());
        }
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        CommitRef parent = random.nextInt(3) == 0
                ? null
                : new CommitRef(random.nextInt(9), 1 + random.nextInt(999), CommitHash.of(hash));
        return new CommitRecord(
                parent,
                random.nextLong(-1L << 50, 1L << 50),
                random.nextLong(1L << 50),
                random.nextBoolean(),
                random.nextLong(1L << 40),
                random.nextLong(1L << 50),
                List.of(1L, 70_000L),
                random.nextBoolean() ? pages : null,
                removals,
                upserts);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        for (long seed = 0; seed < 3000; seed++) {
            CommitRecord record = record(seed);
            assertThat(CommitRecordCodec.read(CommitRecordCodec.write(record))).isEqualTo(record);
        }
    }

    @Test
    void anEntryOfTheGoldenKindStaysAsItIs() throws Exception {
        Meta meta = new Meta(0644, 1000, 100, new Moment(-1, 5), List.of(new Xattr(new byte[] {1}, new byte[] {2, 3})));
        Entry.File file = new Entry.File(
                PathBytes.of("a/b"), meta, false, 0, new Content(300, List.of(new Part.Hole(300))), null);
        ByteWriter out = new ByteWriter(16);
        EntryCodec.write(out, file);
        assertThat(HexFormat.of().formatHex(out.toBytes()))
                .isEqualTo("03612f62" + "66" + "a403" + "e807" + "64" + "01" + "05" + "01" + "0101" + "020203" + "00"
                        + "00" + "ac02" + "01" + "00" + "ac02");
    }

    @Test
    void damagedRecordsAreRefusedAndNothingWorse() {
        Random random = new Random(9);
        int refused = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = CommitRecordCodec.write(record(i % 200));
            for (int change = 1 + random.nextInt(3); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            refused += isRefused(bytes) ? 1 : 0;
        }
        for (int i = 0; i < 30_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = 1;
            }
            refused += isRefused(noise) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(30_000);
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            CommitRecordCodec.read(bytes);
            return false;
        } catch (MalformedException e) {
            return true;
        }
    }

    @Test
    void pathsThatLeadElsewhereAreRefused() {
        for (String path : List.of("/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "../a", "a\0b", "/")) {
            assertThatThrownBy(() -> PathBytes.of(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            ByteWriter out = new ByteWriter(16).bytes(path.getBytes());
            out.u8('d').varint(0).varint(0).varint(0).svarint(0).varint(0).varint(0);
            assertThatThrownBy(() -> EntryCodec.read(new ByteReader(out.toBytes())))
                    .as(path)
                    .isInstanceOf(MalformedException.class);
        }
        assertThat(PathBytes.of("a/..b/.c")).isNotNull();
    }

    @Test
    void numbersOfTooManyBitsAreRefused() {
        byte[] tooLong = HexFormat.of().parseHex("8080808080808080808000");
        byte[] tooLarge = HexFormat.of().parseHex("ffffffffffffffffff02");
        byte[] negative = HexFormat.of().parseHex("ffffffffffffffffff01");
        for (byte[] bytes : List.of(tooLong, tooLarge, negative)) {
            assertThatThrownBy(() -> new ByteReader(bytes).varint()).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void treeOrderPutsWhatIsBelowRightBehind() {
        assertThat(PathBytes.of("a/z")).isLessThan(PathBytes.of("a-b"));
        assertThat(PathBytes.of("a")).isLessThan(PathBytes.of("a/b"));
        assertThat(PathBytes.of("a\u007f")).isLessThan(PathBytes.of("é"));
        assertThat(PathBytes.ROOT).isLessThan(PathBytes.of("a"));
    }
}
