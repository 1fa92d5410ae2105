package cloud.dumont.restore.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.source.MemorySource;
import cloud.dumont.restore.tree.Selection;
import cloud.dumont.restore.writer.EntryBytes;
import cloud.dumont.restore.writer.SampleMachine;
import cloud.dumont.restore.writer.TestRepository;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRestoreTest {
    private final SampleMachine machine = new SampleMachine();

    @TempDir
    Path temp;

    private RestoreReport restore(Workspace workspace, Selection selection, Path target) throws Exception {
        return new DirectoryRestore(workspace, false)
                .restore(workspace.treeAt(Trees.newest(workspace)), selection, target);
    }

    @Test
    void filesComeBackAsTheyWere() throws Exception {
        Path target = temp.resolve("all");
        try (Workspace workspace = machine.repository.open()) {
            RestoreReport report = restore(workspace, Selection.everything(), target);
            assertThat(report.lost()).isEmpty();
            assertThat(report.sockets()).isEqualTo(1);
            assertThat(report.missing()).isEmpty();
        }
        assertThat(Files.readAllBytes(target.resolve("home/big"))).isEqualTo(machine.big);
        assertThat(target.resolve("home/torn")).hasContent("all old");
        assertThat(Files.size(target.resolve("home/sparse"))).isEqualTo((1 << 20) + 5_000 + 3_000_000 + 300 + 10_000);
        assertThat(Files.readSymbolicLink(target.resolve("home/out"))).hasToString("../../../etc/passwd");
        assertThat(Files.getLastModifiedTime(target.resolve("home")).toInstant().getEpochSecond())
                .isEqualTo(1_700_000_000);
        Map<String, Object> linked = Files.readAttributes(target.resolve("home/linked"), "unix:nlink,mode,ino");
        assertThat(linked).containsEntry("nlink", 3);
        assertThat((int) linked.get("mode") & 07777).isEqualTo(0640);
        assertThat(Files.getAttribute(target.resolve("a/linked"), "unix:ino")).isEqualTo(linked.get("ino"));
        assertThat((int) Files.getAttribute(target, "unix:mode") & 07777).isEqualTo(0750);
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(temp, "unix:uid"));
        if (root) {
            assertThat(Files.getAttribute(target.resolve("home/out"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(1000);
        }
    }

    @Test
    void extendedAttributesAndNodesComeBack() throws Exception {
        TestRepository repository = new TestRepository().fence(1);
        byte[] value = {0, 1, (byte) 0xFF, 10};
        repository.commit(repository
                .record()
                .put(EntryBytes.start(
                                EntryBytes.path("noted"),
                                'f',
                                0444,
                                0,
                                0,
                                5,
                                6,
                                List.of("user.note".getBytes("UTF-8"), value))
                        .u8(0)
                        .varint(0)
                        .raw(new EntryBytes.ContentBytes().array())
                        .array())
                .put(EntryBytes.start(EntryBytes.path("pipe"), 'p', 0620).array())
                .put(EntryBytes.start(EntryBytes.path("tty"), 'c', 0600)
                        .varint(259)
                        .varint(70_000)
                        .array()));
        Path target = temp.resolve("attributes");
        RestoreReport report;
        try (Workspace workspace = repository.open()) {
            report = restore(workspace, Selection.everything(), target);
        }
        Map<String, Object> pipe = Files.readAttributes(target.resolve("pipe"), "unix:mode,isOther");
        assertThat(pipe).containsEntry("isOther", true);
        assertThat((int) pipe.get("mode") & 07777).isEqualTo(0620);
        if (report.attributes().isEmpty()) {
            assertThat((byte[]) Files.getAttribute(target.resolve("noted"), "user:note"))
                    .isEqualTo(value);
        } else {
            assertThat(report.attributes().getFirst().reason()).contains("user.note");
        }
        if (report.skipped().isEmpty()) {
            assertThat((long) Files.getAttribute(target.resolve("tty"), "unix:rdev"))
                    .isEqualTo(LinuxCalls.device(259, 70_000));
        } else {
            assertThat(report.skipped())
                    .extracting(skipped -> skipped.path().toString())
                    .containsExactly("tty");
            assertThat(report.whole()).isFalse();
        }
    }

    @Test
    void holesTakeNoRoom() throws Exception {
        Path target = temp.resolve("holes");
        try (Workspace workspace = machine.repository.open()) {
            restore(workspace, Selection.of(List.of(RawPath.of("home/sparse"))), target);
        }
        Process du =
                new ProcessBuilder("du", "-k", target.resolve("home/sparse").toString()).start();
        String kilobytes = new String(du.getInputStream().readAllBytes()).split("\\s")[0];
        assertThat(Integer.parseInt(kilobytes)).isLessThan(200);
    }

    @Test
    void selectedPathsComeWithTheDirectoriesAboveThem() throws Exception {
        Path target = temp.resolve("some");
        try (Workspace workspace = machine.repository.open()) {
            RestoreReport report =
                    restore(workspace, Selection.of(List.of(RawPath.of("work/notes"), RawPath.of("no/such"))), target);
            assertThat(report.missing()).containsExactly(RawPath.of("no/such"));
            assertThat(report.whole()).isFalse();
        }
        assertThat(target.resolve("work/notes")).hasContent("remember the milk");
        assertThat(target.resolve("home")).doesNotExist();
        assertThat((int) Files.getAttribute(target.resolve("work"), "unix:mode") & 07777)
                .isEqualTo(0755);
    }

    @Test
    void namesThatAreNoTextKeepTheirBytes() throws Exception {
        Path target = temp.resolve("names");
        try (Workspace workspace = machine.repository.open()) {
            assertThat(restore(workspace, Selection.of(List.of(RawPath.of("odd"))), target)
                            .skipped())
                    .isEmpty();
        }
        Process find = new ProcessBuilder("find", ".", "-mindepth", "1", "-printf", "%P|%l|%m|%T@\\0")
                .directory(target.toFile())
                .start();
        String found = new String(find.getInputStream().readAllBytes(), "ISO-8859-1");
        assertThat(found.split("\0"))
                .anyMatch(line -> line.startsWith(
                        new String(SampleMachine.ODD, java.nio.charset.StandardCharsets.ISO_8859_1) + "||4711|-5.25"))
                .anyMatch(line -> line.startsWith("odd/d\u0080||1777|1700000000.1234567890"))
                .anyMatch(line -> line.startsWith("odd/d\u0080/inside|/\u00fe|777|1700000000.1234567890"))
                .hasSize(4);
    }

    @Test
    void aDamagedFileIsLeftOutAndNamed() throws Exception {
        MemorySource damaged = machine.repository.store.copy();
        damaged.objects().remove(TestRepository.ROOT + machine.pack);
        Path target = temp.resolve("damaged");
        try (Workspace workspace = machine.repository.open(damaged)) {
            RestoreReport report = restore(workspace, Selection.everything(), target);
            assertThat(report.lost()).extracting(lost -> lost.path().toString()).contains("home/big", "etc/hosts");
            assertThat(report.whole()).isFalse();
        }
        assertThat(target.resolve("home/big")).doesNotExist();
        assertThat(target.resolve("work/notes")).hasContent("remember the milk");
    }

    @Test
    void nothingIsWrittenThroughALinkOfAHostileTree() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        TestRepository hostile = new TestRepository().fence(1);
        var commit = hostile.commit();
        var record = hostile.record();
        record.put(EntryBytes.symlink("door", outside.toString()));
        record.put(hostile.inlineFile(commit, "door/planted", "evil".getBytes("UTF-8")));
        hostile.commit(commit, record);
        try (Workspace workspace = hostile.open()) {
            assertThatThrownBy(() -> restore(workspace, Selection.everything(), temp.resolve("hostile")))
                    .isInstanceOf(DamagedException.class);
            assertThatThrownBy(() -> restore(
                            workspace, Selection.of(List.of(RawPath.of("door/planted"))), temp.resolve("hostile2")))
                    .isInstanceOf(java.io.IOException.class);
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aTargetWithSomethingInItIsRefused() throws Exception {
        Files.writeString(temp.resolve("mine"), "do not touch");
        try (Workspace workspace = machine.repository.open()) {
            assertThatThrownBy(() -> restore(workspace, Selection.everything(), temp))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
    }
}
