package cloud.dumont.restore.archive;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.record.Moment;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.source.MemorySource;
import cloud.dumont.restore.tree.Selection;
import cloud.dumont.restore.writer.EntryBytes;
import cloud.dumont.restore.writer.SampleMachine;
import cloud.dumont.restore.writer.TestRepository;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
    private final SampleMachine machine = new SampleMachine();

    @TempDir
    Path temp;

    private ArchiveReport write(Workspace workspace, Selection selection, Path file) throws Exception {
        try (var out = Files.newOutputStream(file)) {
            return new TarArchive(workspace, false).write(workspace.treeAt(Trees.newest(workspace)), selection, out);
        }
    }

    private String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void gnuTarReadsAllOfIt() throws Exception {
        Path file = temp.resolve("all.tar");
        try (Workspace workspace = machine.repository.open()) {
            ArchiveReport report = write(workspace, Selection.everything(), file);
            assertThat(report.whole()).isTrue();
            assertThat(report.skipped()).extracting(s -> s.path().toString()).containsExactly("dev/socket");
        }
        Path target = Files.createDirectory(temp.resolve("out"));
        String said = run(
                "tar",
                "-xf",
                file.toString(),
                "-C",
                target.toString(),
                "--numeric-owner",
                "-p",
                "--exclude",
                "dev/disk",
                "--exclude",
                "dev/tty");
        assertThat(said).doesNotContain("rror");
        assertThat(Files.readAllBytes(target.resolve("home/big"))).isEqualTo(machine.big);
        assertThat(Files.size(target.resolve("home/sparse"))).isEqualTo((1 << 20) + 5_000 + 3_000_000 + 300 + 10_000);
        String found = run("find", target.toString(), "-mindepth", "1", "-printf", "%P|%y|%l|%m|%n|%T@|%b\\0");
        List<String> lines = List.of(found.split("\0"));
        assertThat(lines)
                .anyMatch(line -> line.startsWith("home/linked2|f||640|3|1700000000.123"))
                .anyMatch(line -> line.startsWith("home/torn|f||644|1|1600000000.0000000070"))
                .anyMatch(line -> line.startsWith("dev/pipe|p||600|"))
                .anyMatch(line -> line.startsWith("home/out|l|../../../etc/passwd|"))
                .anyMatch(line -> line.startsWith(latin(SampleMachine.ODD) + "|f||4711|1|-5.25"))
                .anyMatch(line -> line.startsWith(latin(SampleMachine.ODD_DIRECTORY) + "/inside|l|/\u00fe|"));
        String sparse = lines.stream()
                .filter(l -> l.startsWith("home/sparse|"))
                .findFirst()
                .orElseThrow();
        assertThat(Integer.parseInt(sparse.substring(sparse.lastIndexOf('|') + 1)))
                .isLessThan(200);
        assertThat(run("tar", "-tvf", file.toString(), "--numeric-owner"))
                .contains("259,70000")
                .contains("4,1");
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void longAndForeignNamesKeepTheirBytes() throws Exception {
        TestRepository repository = new TestRepository().fence(1);
        List<byte[]> names = new ArrayList<>();
        names.add("é".repeat(90).getBytes(StandardCharsets.UTF_8));
        byte[] raw = new byte[200];
        java.util.Arrays.fill(raw, (byte) 0xE9);
        names.add(raw);
        var commit = repository.commit();
        var record = repository.record();
        for (byte[] name : names) {
            byte[] piece = commit.chunk(name);
            record.put(EntryBytes.start(name, 'f', 0600)
                    .u8(0)
                    .varint(0)
                    .raw(new EntryBytes.ContentBytes().piece(piece, name.length).array())
                    .array());
        }
        repository.commit(commit, record);
        Path file = temp.resolve("names.tar");
        try (Workspace workspace = repository.open()) {
            assertThat(write(workspace, Selection.everything(), file).entries()).isEqualTo(2);
        }
        Path target = Files.createDirectory(temp.resolve("out"));
        run("tar", "-xf", file.toString(), "-C", target.toString());
        String found = run("find", target.toString(), "-mindepth", "1", "-printf", "%P\\0");
        assertThat(found.split("\0")).containsExactlyInAnyOrder(latin(names.get(0)), latin(names.get(1)));
    }

    @Test
    void extendedAttributesAreThere() throws Exception {
        Path file = temp.resolve("xattrs.tar");
        try (Workspace workspace = machine.repository.open()) {
            write(workspace, Selection.of(List.of(RawPath.of(SampleMachine.ODD))), file);
        }
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes)
                .contains("SCHILY.xattr.user.note=\u0000\u0001\u00ff\n")
                .contains("SCHILY.xattr.user.a%3Db%25=\n");
    }

    @Test
    void damagedFilesAreLeftOutAndTheArchiveStaysReadable() throws Exception {
        MemorySource damaged = machine.repository.store.copy();
        damaged.objects().remove(TestRepository.ROOT + machine.pack);
        Path file = temp.resolve("damaged.tar");
        try (Workspace workspace = machine.repository.open(damaged)) {
            ArchiveReport report = write(workspace, Selection.everything(), file);
            assertThat(report.lost()).extracting(lost -> lost.path().toString()).contains("home/big", "home/linked");
            assertThat(report.whole()).isFalse();
        }
        assertThat(run("tar", "-tf", file.toString())).contains("work/notes").doesNotContain("home/big");
    }

    @Test
    void aLargeFileWithLostBytesHasZerosThere() throws Exception {
        TestRepository repository = new TestRepository().fence(1);
        byte[] chunk = SampleMachine.random(5_000_000, 9);
        EntryBytes.ContentBytes content = new EntryBytes.ContentBytes();
        List<String> packs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            var pack = repository.pack();
            pack.compress = false;
            pack.blockSize = 1 << 20;
            content.piece(pack.chunk(chunk), chunk.length);
            packs.add(repository.put(pack));
        }
        repository.commit(repository.record().put(EntryBytes.file("large", content.array())));
        MemorySource damaged = repository.store.copy();
        damaged.flip(TestRepository.ROOT + packs.get(3), 8_000_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workspace workspace = repository.open(damaged)) {
            ArchiveReport report = new TarArchive(workspace, false)
                    .write(workspace.treeAt(Trees.newest(workspace)), Selection.everything(), out);
            assertThat(report.lost())
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.zeroFilled()).isTrue());
        }
        byte[] tar = out.toByteArray();
        int data = 3 * 512;
        assertThat(java.util.Arrays.equals(tar, data, data + 15_000_000, repeat(chunk, 3), 0, 15_000_000))
                .isTrue();
        assertThat(java.util.Arrays.equals(
                        tar, data + 15_000_000, data + 20_000_000, new byte[5_000_000], 0, 5_000_000))
                .isTrue();
        assertThat(java.util.Arrays.equals(tar, data + 20_000_000, data + 35_000_000, repeat(chunk, 3), 0, 15_000_000))
                .isTrue();
        Path file = Files.write(temp.resolve("damaged.tar"), tar);
        assertThat(run("tar", "-xOf", file.toString(), "dumont-damaged-files.txt"))
                .contains("has zeros instead of what is lost: /large\n");
    }

    private static byte[] repeat(byte[] bytes, int times) {
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    @Test
    void timesBefore1970AreDecimals() {
        assertThat(TarHeader.decimal(new Moment(-5, 250_000_000))).isEqualTo("-4.750000000");
        assertThat(TarHeader.decimal(new Moment(-1, 999_999_999))).isEqualTo("-0.000000001");
        assertThat(TarHeader.decimal(new Moment(-5, 0))).isEqualTo("-5");
        assertThat(TarHeader.decimal(new Moment(3, 7))).isEqualTo("3.000000007");
    }
}
