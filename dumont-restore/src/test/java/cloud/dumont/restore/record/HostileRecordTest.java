package cloud.dumont.restore.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.restore.writer.Bytes;
import cloud.dumont.restore.writer.CommitBytes;
import cloud.dumont.restore.writer.ContainerWriter;
import cloud.dumont.restore.writer.EntryBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRecordTest {
    private static final byte[] PIECE = ContainerWriter.piece('P', 1, 1, 0, 10, new byte[32]);

    private static Entry read(byte[] entry) throws MalformedRecord {
        RecordReader in = new RecordReader(entry, 0, entry.length);
        Entry read = EntryReader.read(in);
        assertThat(in.atEnd()).isTrue();
        return read;
    }

    private static byte[] fileWith(byte[] content) {
        return EntryBytes.file("f", content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/etc", "etc/", "a//b", ".", "..", "../x", "a/..", "a/../b", "a/./b", "a\0b", "./a", "a/."})
    void pathsThatLeadElsewhereAreRefused(String path) {
        assertThatThrownBy(() -> read(EntryBytes.directory(path))).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> RawPath.of(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "..a", "a..", ".a", "a/...", "\u0001", " ", "-rf", "~", "C:\\x"})
    void oddNamesAreNames(String path) throws Exception {
        assertThat(read(EntryBytes.directory(path)).path()).isEqualTo(RawPath.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8080808080808080808001", // eleven bytes
                "80808080808080808002", // 65 bits
                "ffffffffffffffffff01", // 64 bits, but no size may have the highest
                "ff"
            })
    void hugeAndEndlessNumbersAreRefused(String varint) {
        byte[] number = HexFormat.of().parseHex(varint);
        byte[] content = new Bytes().raw(number).varint(0).array();
        assertThatThrownBy(() -> read(fileWith(content))).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(number)).isInstanceOf(MalformedRecord.class);
    }

    @Test
    void signedNumbersHaveAll64Bits() throws Exception {
        for (long seconds : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
            byte[] entry = EntryBytes.start(EntryBytes.path("x"), 'd', 0, 0, 0, seconds, 0, java.util.List.of())
                    .array();
            assertThat(read(entry).metadata().mtime().seconds()).isEqualTo(seconds);
            assertThat(read(entry).metadata().mtime().instant()).isNotNull();
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        byte[] path = EntryBytes.path("x");
        var none = java.util.List.<byte[]>of();
        assertThatThrownBy(() -> read(
                        EntryBytes.start(path, 'd', 010000, 0, 0, 0, 0, none).array()))
                .isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(
                        EntryBytes.start(path, 'd', 0, 1L << 32, 0, 0, 0, none).array()))
                .isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(
                        EntryBytes.start(path, 'd', 0, 0, 1L << 32, 0, 0, none).array()))
                .isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(EntryBytes.start(path, 'd', 0, 0, 0, 0, 1_000_000_000, none)
                        .array()))
                .isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() ->
                        read(EntryBytes.start(path, 'x', 0, 0, 0, 0, 0, none).array()))
                .isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(EntryBytes.symlink("l", ""))).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(EntryBytes.symlink("l", "a\0"))).isInstanceOf(MalformedRecord.class);
    }

    @Test
    void contentsThatDoNotAddUpAreRefused() throws Exception {
        var ten = new EntryBytes.ContentBytes().piece(PIECE, 10);
        assertThat(read(fileWith(ten.array()))).isInstanceOf(Entry.File.class);
        assertThatThrownBy(() -> read(fileWith(ten.array(11)))).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(fileWith(ten.array(9)))).isInstanceOf(MalformedRecord.class);
        byte[] overflow = new EntryBytes.ContentBytes()
                .hole(Long.MAX_VALUE)
                .hole(Long.MAX_VALUE)
                .hole(12)
                .array(10);
        assertThatThrownBy(() -> read(fileWith(overflow))).isInstanceOf(MalformedRecord.class);
        byte[] huge = new EntryBytes.ContentBytes().hole(Long.MAX_VALUE).array();
        assertThat(((Entry.File) read(fileWith(huge))).content(false).size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void piecesOutOfRangeAreRefused() {
        byte[] id = new byte[32];
        for (byte[] piece : new byte[][] {
            ContainerWriter.piece('X', 1, 1, 0, 10, id),
            ContainerWriter.piece('P', 1, 1, 0, 0, id),
            ContainerWriter.piece('P', 1, 1, 0, 8_388_609, id),
            ContainerWriter.piece('P', 1, 1, 1L << 32, 10, id),
            ContainerWriter.piece('P', -1, 1, 0, 10, id)
        }) {
            assertThatThrownBy(() -> read(fileWith(
                            new EntryBytes.ContentBytes().piece(piece, 10).array())))
                    .isInstanceOf(MalformedRecord.class);
        }
    }

    @Test
    void unknownFlagsAndKindsOfPartsAreRefused() {
        byte[] flags = EntryBytes.start(EntryBytes.path("f"), 'f', 0)
                .u8(4)
                .varint(0)
                .varint(0)
                .varint(0)
                .array();
        assertThatThrownBy(() -> read(flags)).isInstanceOf(MalformedRecord.class);
        byte[] kind = fileWith(new Bytes().varint(1).varint(1).u8(2).varint(1).array());
        assertThatThrownBy(() -> read(kind)).isInstanceOf(MalformedRecord.class);
        CommitBytes unknown = new CommitBytes();
        byte[] record = unknown.array();
        record[1 + 32 + 2 + svarintLength(unknown.clockMillis) + 2] = 4;
        assertThatThrownBy(() -> CommitRecord.read(record)).isInstanceOf(MalformedRecord.class);
    }

    private static int svarintLength(long value) {
        return new Bytes().svarint(value).size();
    }

    @Test
    void hugeCountsTakeNoMemory() {
        byte[] count = HexFormat.of().parseHex("ffffffff07");
        byte[] xattrs = new Bytes()
                .bytes(EntryBytes.path("x"))
                .u8('d')
                .varint(0)
                .varint(0)
                .varint(0)
                .svarint(0)
                .varint(0)
                .raw(count)
                .array();
        assertThatThrownBy(() -> read(xattrs)).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(fileWith(new Bytes().varint(5).raw(count).array())))
                .isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> read(new Bytes().raw(count).ascii("short").array()))
                .isInstanceOf(MalformedRecord.class);
        byte[] record = new Bytes()
                .varint(1)
                .raw(new byte[32])
                .varint(0)
                .varint(0)
                .svarint(0)
                .varint(0)
                .varint(3)
                .varint(0)
                .varint(0)
                .varint(0)
                .raw(count)
                .array();
        assertThatThrownBy(() -> CommitRecord.read(record)).isInstanceOf(MalformedRecord.class);
    }

    @Test
    void bytesLeftOverAreRefused() throws Exception {
        byte[] record = new CommitBytes().put(EntryBytes.directory("a")).array();
        assertThat(CommitRecord.read(record).changes().upserts()).isEqualTo(1);
        byte[] longer = java.util.Arrays.copyOf(record, record.length + 1);
        assertThatThrownBy(() -> CommitRecord.read(longer)).isInstanceOf(MalformedRecord.class);
        for (int length = 0; length < record.length; length++) {
            byte[] shorter = java.util.Arrays.copyOf(record, length);
            assertThatThrownBy(() -> CommitRecord.read(shorter)).isInstanceOf(MalformedRecord.class);
        }
    }

    @Test
    void randomBytesAreReadOrRefusedButNothingElse() {
        Random random = new Random(7);
        byte[] valid = new CommitBytes()
                .remove("gone")
                .put(EntryBytes.directory("d"))
                .put(EntryBytes.file(
                        "d/f",
                        new EntryBytes.ContentBytes().hole(5).piece(PIECE, 10).array()))
                .array();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = valid.clone();
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
            } else {
                for (int change = random.nextInt(4); change >= 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            try {
                CommitRecord.read(bytes);
                read++;
            } catch (MalformedRecord | CommitRecord.UnknownRecordVersion e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void shownPathsAreReadBack() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] name = new byte[1 + random.nextInt(6)];
            for (int b = 0; b < name.length; b++) {
                byte value = (byte) (1 + random.nextInt(255));
                name[b] = value == '/' || value == '.' ? (byte) '\\' : value;
            }
            RawPath path = RawPath.of(name);
            assertThat(path.toString()).doesNotContain("\n");
            assertThat(RawPath.parse(path.toString())).isEqualTo(path);
        }
        assertThat(RawPath.parse("/home/ü/")).isEqualTo(RawPath.of("home/ü".getBytes(StandardCharsets.UTF_8)));
        assertThat(RawPath.parse("/")).isEqualTo(RawPath.ROOT);
    }

    @Test
    void orderIsByComponents() {
        assertThat(RawPath.of("a")).isLessThan(RawPath.of("a/b"));
        assertThat(RawPath.of("a/b")).isLessThan(RawPath.of("a-b"));
        assertThat(RawPath.of("a/z")).isLessThan(RawPath.of("a\u0001"));
        assertThat(RawPath.of("a").behindSubtree()).isLessThanOrEqualTo(RawPath.of("a\u0001"));
        assertThat(RawPath.of("~")).isLessThan(RawPath.of(new byte[] {(byte) 0x80}));
    }
}
