package cloud.dumont.restore.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.UnknownVersion;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.source.MemorySource;
import cloud.dumont.restore.writer.CommitBytes;
import cloud.dumont.restore.writer.ContainerWriter;
import cloud.dumont.restore.writer.EntryBytes;
import cloud.dumont.restore.writer.SampleMachine;
import cloud.dumont.restore.writer.TestRepository;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamageTest {
    private final TestRepository repository = new TestRepository().fence(1);
    private String pack = "";
    private String commit = "";
    private CommitRef tip = new CommitRef(0, 0, java.util.Optional.empty());

    /** Two small files in one pack, one in a commit. */
    private void smallMachine() throws Exception {
        ContainerWriter contents = repository.pack();
        contents.blockSize = 16;
        contents.compress = false;
        byte[] one = contents.chunk("this is the first file of all".getBytes("UTF-8"));
        byte[] two = contents.chunk("and this the second".getBytes("UTF-8"));
        pack = repository.put(contents);
        ContainerWriter writer = repository.commit();
        CommitBytes record = repository
                .record()
                .put(EntryBytes.file(
                        "one", new EntryBytes.ContentBytes().piece(one, 29).array()))
                .put(EntryBytes.file(
                        "two", new EntryBytes.ContentBytes().piece(two, 19).array()))
                .put(repository.inlineFile(writer, "three", "third".getBytes("UTF-8")));
        commit = repository.commit(writer, record);
        try (Workspace workspace = repository.open()) {
            tip = Trees.newest(workspace);
        }
    }

    @Test
    void everyFlippedBitOfAPackIsFoundAndTheOtherFilesStay() throws Exception {
        smallMachine();
        long bits = repository.get(pack).length * 8L;
        int onlyOneLost = 0;
        for (long bit = 0; bit < bits; bit++) {
            MemorySource damaged = repository.store.copy();
            damaged.flip(TestRepository.ROOT + pack, bit);
            try (Workspace workspace = repository.open(damaged)) {
                VerifyReport report = new Verifier(workspace).verify(tip, Sample.all());
                assertThat(report.damage()).as("bit %s", bit).isNotEmpty();
                assertThat(report.damage().getFirst().object()).isEqualTo(pack);
                assertThat(report.lostFiles()).as("bit %s", bit).isNotEmpty();
                onlyOneLost += report.lostFiles().size() == 1 ? 1 : 0;
                assertThat(report.lostFiles())
                        .extracting(file -> file.path().toString())
                        .doesNotContain("three");
            } catch (UnknownVersion e) {
                assertThat(bit / 8).isEqualTo(5);
            }
        }
        assertThat(onlyOneLost).isGreaterThan(500);
    }

    @Test
    void everyFlippedBitOfACommitIsFound() throws Exception {
        smallMachine();
        long bits = repository.get(commit).length * 8L;
        for (long bit = 0; bit < bits; bit++) {
            MemorySource damaged = repository.store.copy();
            damaged.flip(TestRepository.ROOT + commit, bit);
            try (Workspace workspace = repository.open(damaged)) {
                for (CommitRef ref : List.of(tip, CommitRef.of(tip.id()))) {
                    assertThatThrownBy(() -> throwWhatIsFound(new Verifier(workspace).verify(ref, Sample.all())))
                            .as("bit %s, %s", bit, ref)
                            .isInstanceOfAny(DamagedException.class, UnknownVersion.class);
                }
            }
        }
    }

    private static void throwWhatIsFound(VerifyReport report) throws DamagedException {
        throw new DamagedException(report.damage().getFirst());
    }

    @Test
    void aFlippedBitInsideACommitsContentsCostsThatFileAlone() throws Exception {
        smallMachine();
        int first = 64;
        for (int bit = first * 8; bit < (first + 5 + 16) * 8; bit++) {
            MemorySource damaged = repository.store.copy();
            damaged.flip(TestRepository.ROOT + commit, bit);
            try (Workspace workspace = repository.open(damaged)) {
                assertThat(Trees.newest(workspace).id()).isEqualTo(tip.id());
                assertThat(workspace.history().damage())
                        .extracting(Damage::object)
                        .containsExactly(commit);
                for (CommitRef ref : List.of(tip, Trees.newest(workspace))) {
                    VerifyReport report = new Verifier(workspace).verify(ref, Sample.all());
                    assertThat(report.damage()).extracting(Damage::object).containsExactly(commit);
                    assertThat(report.lostFiles())
                            .extracting(file -> file.path().toString())
                            .containsExactly("three");
                }
                assertThatThrownBy(() -> References.of(workspace, List.of(tip))).isInstanceOf(DamagedException.class);
            }
        }
    }

    @Test
    void everyTruncatedPackIsFound() throws Exception {
        smallMachine();
        byte[] whole = repository.get(pack);
        for (int length = 0; length < whole.length; length++) {
            MemorySource damaged = repository.store.copy();
            damaged.objects().put(TestRepository.ROOT + pack, Arrays.copyOf(whole, length));
            assertBothLost(damaged, length);
        }
        MemorySource longer = repository.store.copy();
        longer.objects().put(TestRepository.ROOT + pack, Arrays.copyOf(whole, whole.length + 1));
        assertBothLost(longer, whole.length + 1);
        MemorySource missing = repository.store.copy();
        missing.objects().remove(TestRepository.ROOT + pack);
        assertBothLost(missing, -1);
    }

    private void assertBothLost(MemorySource damaged, int length) throws Exception {
        try (Workspace workspace = repository.open(damaged)) {
            VerifyReport report = new Verifier(workspace).verify(tip, Sample.all());
            assertThat(report.lostFiles())
                    .as("%s bytes", length)
                    .extracting(file -> file.path().toString())
                    .containsExactly("one", "two");
            Entry three = workspace.treeAt(tip).find(RawPath.of("three")).orElseThrow();
            assertThat(Trees.content(workspace, three, false)).isEqualTo("third".getBytes("UTF-8"));
            Entry one = workspace.treeAt(tip).find(RawPath.of("one")).orElseThrow();
            assertThatThrownBy(() -> Trees.content(workspace, one, false)).isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void swappedContainersAreNotWhatTheyClaim() throws Exception {
        smallMachine();
        ContainerWriter other = repository.pack();
        other.chunk("this is another pack of this workspace".getBytes("UTF-8"));
        String otherName = repository.put(other);
        MemorySource swapped = repository.store.copy();
        swapped.objects().put(TestRepository.ROOT + pack, repository.get(otherName));
        assertBothLost(swapped, 0);
        ContainerWriter foreign = new ContainerWriter(repository.key, "ws-2", 'P', 1, 1, 99);
        foreign.chunk("of another workspace, with the same key".getBytes("UTF-8"));
        swapped.objects().put(TestRepository.ROOT + pack, foreign.finish());
        assertBothLost(swapped, 0);
        ContainerWriter replayed = new ContainerWriter(repository.key, TestRepository.ID, 'P', 1, 1, 98);
        replayed.chunk("the same number used again".getBytes("UTF-8"));
        swapped.objects().put(TestRepository.ROOT + pack, replayed.finish());
        assertBothLost(swapped, 0);
    }

    @Test
    void aLostPackOfContentsNamesItsFilesAndTheRestIsReadOn() throws Exception {
        SampleMachine machine = new SampleMachine();
        MemorySource damaged = machine.repository.store.copy();
        damaged.objects().remove(TestRepository.ROOT + machine.pack);
        try (Workspace workspace = machine.repository.open(damaged)) {
            VerifyReport report = new Verifier(workspace).verify(Trees.newest(workspace), Sample.all());
            assertThat(report.damage())
                    .singleElement()
                    .satisfies(d -> assertThat(d.object()).isEqualTo(machine.pack));
            assertThat(report.lostFiles())
                    .extracting(file -> file.path().toString())
                    .contains("etc/hosts", "home/big", "home/linked2", "home/torn")
                    .doesNotContain("home/empty", "work/notes");
        }
    }

    @Test
    void aLostPageLosesItsNamesOnly() throws Exception {
        SampleMachine machine = new SampleMachine();
        MemorySource damaged = machine.repository.store.copy();
        damaged.flip(TestRepository.ROOT + machine.pagePack, (64 + 5) * 8L);
        try (Workspace workspace = machine.repository.open(damaged)) {
            CommitRef newest = Trees.newest(workspace);
            VerifyReport report = new Verifier(workspace).verify(newest, Sample.all());
            assertThat(report.lostPages()).hasSize(1);
            assertThat(Trees.paths(workspace.treeAt(newest)))
                    .contains("home/big", "work/notes")
                    .doesNotContain("etc/hosts");
            assertThat(workspace
                            .treeAt(newest)
                            .list(RawPath.of("home"))
                            .orElseThrow()
                            .entries())
                    .isNotEmpty();
            assertThatThrownBy(() -> References.of(workspace, List.of(newest))).isInstanceOf(DamagedException.class);
        }
    }
}
