package cloud.dumont.instances.backup.store.reading;

import static cloud.dumont.instances.backup.store.TestData.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.instances.backup.store.TestMachine;
import cloud.dumont.instances.backup.store.TestR2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryReadingTest {
    @TempDir
    Path stored;

    @TempDir
    Path unpacked;

    private TestR2 r2;
    private TestMachine machine;
    private RepositoryReading reading;
    private CommitRef first;
    private CommitRef second;

    @BeforeEach
    void start() {
        r2 = TestR2.in(stored);
        machine = new TestMachine(r2);
        reading = new RepositoryReading(r2.store, ReadingLimits.STANDARD);
        machine.folder("root").folder("root/code").folder("root/data").folder("etc");
        machine.file("root/code/train.py", bytes(1, 300)).file("root/code/model.py", bytes(2, 500));
        machine.file("root/data/big.bin", bytes(3, 3_000_000)).file("etc/hosts", bytes(4, 20));
        machine.link("root/current", "code/train.py");
        first = machine.commit();
        machine.file("root/code/train.py", bytes(5, 310)).remove("root/code/model.py");
        machine.file("root/code/new.py", bytes(6, 10));
        second = machine.commit();
    }

    @AfterEach
    void stop() throws IOException {
        reading.close();
        machine.close();
        r2.close();
    }

    @Test
    void browsesAVersion() {
        Folder root = folder(first, "/root", null, 10);
        assertThat(root.entries()).extracting(FileEntry::name).containsExactly("code", "current", "data");
        FileEntry code = root.entries().getFirst();
        assertThat(code.type()).isEqualTo(FileEntry.Type.DIRECTORY);
        assertThat(code.children()).isEqualTo(2);
        assertThat(code.bytesBelow()).isEqualTo(800);
        assertThat(code.mode()).isEqualTo("0755");
        assertThat(root.entries().get(1).target()).isEqualTo("code/train.py");
        assertThat(root.entries().get(2).bytesBelow()).isEqualTo(3_000_000);
        assertThat(folder(first, "/", null, 10).entries())
                .extracting(FileEntry::path)
                .containsExactly("/etc", "/root");
        FileEntry hosts = reading.find(machine.access, first, "/etc/hosts").orElseThrow();
        assertThat(hosts.size()).isEqualTo(20);
        assertThat(hosts.mtime()).isEqualTo("2023-11-14T22:13:20.000000005Z");
        assertThat(List.of(hosts.uid(), hosts.gid())).containsExactly(1000L, 1001L);
        assertThat(reading.folder(machine.access, first, "/nowhere", null, 10)).isEmpty();
        assertThat(reading.folder(machine.access, first, "/etc/hosts", null, 10))
                .isEmpty();
    }

    @Test
    void browsesInPages() {
        for (int n = 0; n < 23; n++) {
            machine.file("etc/f%02d".formatted(n), bytes(n, 5));
        }
        CommitRef commit = machine.commit();
        List<String> names = new ArrayList<>();
        String after = null;
        int pages = 0;
        do {
            Folder page = folder(commit, "/etc", after, 10);
            page.entries().forEach(entry -> names.add(entry.name()));
            after = page.next();
            pages++;
        } while (after != null);
        assertThat(pages).isEqualTo(3);
        assertThat(names).hasSize(24).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void oddNamesComeThrough() {
        PathBytes odd =
                PathBytes.of(new byte[] {'e', 't', 'c', '/', 'a', (byte) 0xFF, '%', '\n', (byte) 0xC3, (byte) 0xA9});
        machine.file(odd, bytes(9, 9));
        CommitRef commit = machine.commit();
        FileEntry entry = folder(commit, "/etc", null, 10).entries().getFirst();
        assertThat(entry.path()).isEqualTo("/etc/a%FF%25\né");
        assertThat(reading.find(machine.access, commit, entry.path())).hasValue(entry);
        assertThat(content(commit, entry.path())).isEqualTo(bytes(9, 9));
        assertThatThrownBy(() -> reading.find(machine.access, commit, "etc"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reading.find(machine.access, commit, "/etc/../etc"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reading.find(machine.access, commit, "/etc/%F"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void searches() {
        assertThat(reading.search(machine.access, first, "/", "PY", 10).entries())
                .extracting(FileEntry::path)
                .containsExactly("/root/code/model.py", "/root/code/train.py");
        SearchHits cut = reading.search(machine.access, first, "/", "py", 1);
        assertThat(cut.entries()).hasSize(1);
        assertThat(cut.more()).isTrue();
        assertThat(reading.search(machine.access, first, "/etc", "py", 10).entries())
                .isEmpty();
    }

    @Test
    void comparesVersions() {
        Comparison changes = reading.compare(machine.access, first, second, "/", 10);
        assertThat(changes.added()).extracting(FileEntry::path).containsExactly("/root/code/new.py");
        assertThat(changes.changed()).extracting(FileEntry::path).containsExactly("/root/code/train.py");
        assertThat(changes.removed()).extracting(FileEntry::path).containsExactly("/root/code/model.py");
        assertThat(changes.more()).isFalse();
        assertThat(reading.compare(machine.access, first, second, "/etc", 10))
                .isEqualTo(new Comparison(List.of(), List.of(), List.of(), false));
        assertThat(reading.compare(machine.access, first, first, "/", 10).changed())
                .isEmpty();
        assertThat(reading.compare(machine.access, second, first, "/root/code", 10)
                        .added())
                .extracting(FileEntry::path)
                .containsExactly("/root/code/model.py");
    }

    @Test
    void foretellsARestore() {
        RestorePreview all = reading.preview(machine.access, first, second, List.of());
        assertThat(all.files()).isEqualTo(4);
        assertThat(all.bytes()).isEqualTo(3_000_820);
        assertThat(all.overwrites()).isEqualTo(1);
        assertThat(all.firstOverwrites()).containsExactly("/root/code/train.py");
        RestorePreview some = reading.preview(machine.access, first, second, List.of("/root/data", "/root/none"));
        assertThat(some.files()).isEqualTo(1);
        assertThat(some.overwrites()).isZero();
        assertThat(some.missing()).containsExactly("/root/none");
        assertThat(reading.preview(machine.access, first, null, List.of()).overwrites())
                .isZero();
    }

    @Test
    void sendsArchivesAndFiles() throws Exception {
        Path tar = unpacked.resolve("all.tar");
        ArchiveOutcome outcome;
        try (OutputStream out = Files.newOutputStream(tar)) {
            outcome = reading.archive(machine.access, first, List.of("/root"), false, out);
        }
        assertThat(outcome.whole()).isTrue();
        assertThat(new ProcessBuilder("tar", "-xf", tar.toString(), "-C", unpacked.toString(), "--no-same-owner")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        assertThat(unpacked.resolve("root/data/big.bin")).hasBinaryContent(bytes(3, 3_000_000));
        assertThat(unpacked.resolve("root/code/train.py")).hasBinaryContent(bytes(1, 300));
        assertThat(unpacked.resolve("etc")).doesNotExist();
        assertThat(content(second, "/root/code/train.py")).isEqualTo(bytes(5, 310));
        assertThatThrownBy(() -> content(second, "/root")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceiverThatHangsUpIsNoDamage() {
        OutputStream deaf = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("hung up");
            }
        };
        assertThatThrownBy(() -> reading.archive(machine.access, first, List.of(), false, deaf))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reading.file(machine.access, first, "/root/data/big.bin", deaf))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysWhetherItIsDamagedOrAway() {
        r2.r2.faults().inject("error_503", 0, Map.of("method", "GET"), 0);
        assertThatThrownBy(() -> folder(first, "/", null, 10)).isInstanceOf(ReadingFailed.Away.class);
        r2.r2.faults().clear();
        assertThat(folder(first, "/", null, 10).entries()).hasSize(2);
        String pack = machine.rowNames().stream()
                .filter(name -> name.contains("/p/"))
                .findFirst()
                .orElseThrow();
        r2.r2.faults().inject("delete_object", 1, Map.of("bucket", TestR2.BUCKET, "key", TestMachine.ROOT + pack), 0);
        assertThatThrownBy(() -> content(first, "/root/data/big.bin"))
                .isInstanceOfSatisfying(
                        ReadingFailed.Damaged.class,
                        damaged -> assertThat(damaged.object()).isEqualTo(pack));
        assertThat(content(first, "/etc/hosts")).isEqualTo(bytes(4, 20));
        CommitRef forged = new CommitRef(first.epoch(), first.seq(), "00".repeat(32));
        assertThatThrownBy(() -> folder(forged, "/", null, 10)).isInstanceOf(ReadingFailed.Damaged.class);
    }

    @Test
    void keepsFewVersionsOpen() throws Exception {
        List<CommitRef> versions = new ArrayList<>(List.of(first, second));
        for (int n = 0; n < 8; n++) {
            versions.add(machine.file("etc/n", bytes(100 + n, 50)).commit());
        }
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            CommitRef version = versions.get(round * 7 % versions.size());
            calls.add(() -> folder(version, "/etc", null, 10).entries().size());
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isBetween(1, 2);
            }
        }
        assertThat(reading.open()).isLessThanOrEqualTo(ReadingLimits.STANDARD.versions());
        reading.forget(TestMachine.ROOT);
        assertThat(reading.open()).isZero();
        ReadingLimits none = new ReadingLimits(1, 0, 2, 1 << 20, 1 << 20, 3, 1000);
        try (RepositoryReading small = new RepositoryReading(r2.store, none)) {
            assertThat(small.folder(machine.access, first, "/root", null, 10)).isPresent();
            assertThat(small.open()).isZero();
        }
    }

    private Folder folder(CommitRef commit, String path, String after, int limit) {
        return reading.folder(machine.access, commit, path, after, limit).orElseThrow();
    }

    private byte[] content(CommitRef commit, String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            reading.file(machine.access, commit, path, out);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return out.toByteArray();
    }
}
