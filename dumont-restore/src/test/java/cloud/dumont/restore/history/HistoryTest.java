package cloud.dumont.restore.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.restore.Trees;
import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.UnknownVersion;
import cloud.dumont.restore.key.KeyRefused;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.writer.CommitBytes;
import cloud.dumont.restore.writer.ContainerWriter;
import cloud.dumont.restore.writer.Crypto;
import cloud.dumont.restore.writer.EntryBytes;
import cloud.dumont.restore.writer.SampleMachine;
import cloud.dumont.restore.writer.TestRepository;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final TestRepository repository = new TestRepository().fence(1);

    private History history() throws Exception {
        try (Workspace workspace = repository.open()) {
            return workspace.history();
        }
    }

    /** A commit that carries the whole tree again. */
    private String commitTree(String path) {
        ContainerWriter pages = repository.pack();
        byte[] page = SampleMachine.page(pages, List.of(EntryBytes.file(path, new EntryBytes.ContentBytes().array())));
        repository.put(pages);
        CommitBytes record = repository.record();
        record.pages = List.of(page);
        return repository.commit(record);
    }

    @Test
    void anEmptyWorkspaceHasNoVersion() throws Exception {
        assertThat(history().newest()).isEmpty();
        assertThat(history().damage()).isEmpty();
    }

    @Test
    void theNewestIsTheEndOfTheChainOverAllFences() throws Exception {
        repository.commitFile("one", "1");
        repository.commitFile("two", "2");
        repository.fence(2);
        assertThat(history().newest()).contains(CommitRef.of(1, 2, hex(repository.lastHash())));
        repository.fence(5);
        repository.commitFile("three", "3");
        History history = history();
        assertThat(history.newest()).contains(CommitRef.of(5, 3, hex(repository.lastHash())));
        assertThat(history.merged()).hasSize(3);
        assertThat(history.newestEpoch()).hasSize(1);
        try (Workspace workspace = repository.open()) {
            assertThat(Trees.paths(workspace.treeAt(history.newest().orElseThrow())))
                    .containsExactly("one", "three", "two");
        }
    }

    private static String hex(byte[] hash) {
        return java.util.HexFormat.of().formatHex(hash);
    }

    @Test
    void whatAnOldEpochWroteBeyondTheFenceIsUnmerged() throws Exception {
        repository.commitFile("one", "1");
        TestRepository.Mark atFence = repository.mark();
        repository.commitFile("late", "x");
        repository.commitFile("later", "x");
        repository.back(atFence);
        repository.fence(2);
        repository.commitFile("two", "2");
        History history = history();
        assertThat(history.newest().orElseThrow().epoch()).isEqualTo(2);
        assertThat(history.unmerged()).containsExactly(ContainerId.commit(1, 2), ContainerId.commit(1, 3));
        assertThat(history.damage()).isEmpty();
        try (Workspace workspace = repository.open()) {
            assertThat(Trees.paths(workspace.treeAt(history.newest().orElseThrow())))
                    .containsExactly("one", "two");
            assertThat(Trees.paths(workspace.treeAt(CommitRef.of(ContainerId.commit(1, 3)))))
                    .containsExactly("late", "later", "one");
        }
    }

    @Test
    void anEpochThatNobodyBuildsOnAndOneWithoutAFenceAreUnmerged() throws Exception {
        repository.commitFile("one", "1");
        TestRepository.Mark first = repository.mark();
        repository.fence(2);
        repository.commitFile("abandoned", "x");
        repository.back(first);
        repository.fence(3);
        repository.commitFile("two", "2");
        History before = history();
        assertThat(before.unmerged()).containsExactly(ContainerId.commit(2, 2));
        repository.fence(9);
        repository.commitFile("unfenced", "x");
        repository.store.objects().remove(TestRepository.ROOT + "fence/000000000009");
        History history = history();
        assertThat(history.newest()).isEqualTo(before.newest());
        assertThat(history.unmerged()).containsExactly(ContainerId.commit(2, 2), ContainerId.commit(9, 3));
    }

    @Test
    void aCollectorMayRemoveWhatNoKeptVersionNeeds() throws Exception {
        String first = repository.commitFile("one", "1");
        String second = repository.commitFile("two", "2");
        commitTree("all");
        repository.commitFile("three", "3");
        repository.store.objects().remove(TestRepository.ROOT + first);
        repository.store.objects().remove(TestRepository.ROOT + second);
        History history = history();
        assertThat(history.newest().orElseThrow().seq()).isEqualTo(4);
        assertThat(history.damage()).isEmpty();
        assertThat(history.holes()).containsExactly(new History.Hole(1, 2));
        try (Workspace workspace = repository.open()) {
            assertThat(Trees.paths(workspace.treeAt(history.newest().orElseThrow())))
                    .containsExactly("all", "three");
        }
    }

    @Test
    void aDamagedCommitLosesWhatFollowsUpToTheNextTree() throws Exception {
        repository.commitFile("one", "1");
        String second = repository.commitFile("two", "2");
        repository.commitFile("three", "3");
        int inTheRecord = 64 + 60;
        repository.store.flip(TestRepository.ROOT + second, inTheRecord * 8);
        History cut = history();
        assertThat(cut.newest().orElseThrow().seq()).isEqualTo(1);
        assertThat(cut.damage()).extracting(Damage::fault).containsExactly(Fault.BLOCK, Fault.TREE);
        commitTree("all");
        repository.commitFile("five", "5");
        History history = history();
        assertThat(history.newest().orElseThrow().seq()).isEqualTo(5);
        assertThat(history.damage()).isNotEmpty();
        assertThat(history.merged()).extracting(ContainerId::number).containsExactly(1L, 4L, 5L);
    }

    @Test
    void damagedContentsInsideACommitLoseNoCommit() throws Exception {
        repository.commitFile("one", "1");
        String second = repository.commitFile("two", "2");
        repository.commitFile("three", "3");
        repository.store.flip(TestRepository.ROOT + second, 64 * 8 + 3);
        History history = history();
        assertThat(history.newest()).contains(CommitRef.of(1, 3, hex(repository.lastHash())));
        assertThat(history.damage()).extracting(Damage::object).containsExactly(second);
        try (Workspace workspace = repository.open()) {
            assertThat(Trees.paths(workspace.treeAt(history.newest().orElseThrow())))
                    .containsExactly("one", "three", "two");
            assertThat(workspace.chain(history.newest().orElseThrow())).hasSize(3);
        }
    }

    @Test
    void anotherCommitIsNotTakenForOneWithDamagedContents() throws Exception {
        repository.commitFile("one", "1");
        TestRepository.Mark mark = repository.mark();
        String second = repository.commitFile("two", "2");
        byte[] put = repository.get(second);
        byte[] hash = repository.lastHash();
        repository.back(mark);
        repository.commitFile("other", "x");
        try (Workspace workspace = repository.open()) {
            assertThatThrownBy(() -> workspace.treeAt(CommitRef.of(1, 2, hex(hash))))
                    .isInstanceOfSatisfying(
                            DamagedException.class,
                            e -> assertThat(e.damage().fault()).isEqualTo(Fault.HASH));
        }
        repository.put(second, put);
        try (Workspace workspace = repository.open()) {
            assertThat(Trees.paths(workspace.treeAt(CommitRef.of(1, 2, hex(hash)))))
                    .containsExactly("one", "two");
        }
    }

    @Test
    void aMissingCommitInTheMiddleIsAHole() throws Exception {
        repository.commitFile("one", "1");
        String second = repository.commitFile("two", "2");
        repository.commitFile("three", "3");
        repository.store.objects().remove(TestRepository.ROOT + second);
        History history = history();
        assertThat(history.newest().orElseThrow().seq()).isEqualTo(1);
        assertThat(history.holes()).containsExactly(new History.Hole(2, 2));
        assertThat(history.damage()).extracting(Damage::object).containsExactly("e/000000000001/c/000000000003");
    }

    @Test
    void aCommitThatBuildsOnAnotherEndsTheWalk() throws Exception {
        repository.commitFile("one", "1");
        TestRepository.Mark mark = repository.mark();
        repository.commitFile("two", "2");
        commitTree("three");
        repository.back(mark);
        repository.commitFile("replayed", "x");
        History history = history();
        assertThat(history.newest().orElseThrow().seq()).isEqualTo(2);
        assertThat(history.damage()).extracting(Damage::fault).containsExactly(Fault.HASH);
        assertThat(history.unmerged()).extracting(ContainerId::number).containsExactly(3L);
    }

    @Test
    void aGivenTipIsTakenAtItsWordOnly() throws Exception {
        repository.commitFile("one", "1");
        byte[] first = repository.lastHash();
        String second = repository.commitFile("two", "2");
        try (Workspace workspace = repository.open()) {
            assertThat(workspace.chain(CommitRef.of(1, 1, hex(first)))).hasSize(1);
            assertThatThrownBy(() -> workspace.treeAt(CommitRef.of(1, 2, hex(first))))
                    .isInstanceOfSatisfying(
                            DamagedException.class,
                            e -> assertThat(e.damage().fault()).isEqualTo(Fault.HASH));
            assertThatThrownBy(() -> workspace.treeAt(CommitRef.of(1, 3, hex(first))))
                    .isInstanceOf(DamagedException.class);
            Commit commit = workspace.commit(CommitRef.of(ContainerId.commit(1, 2)));
            assertThat(commit.ref().hash()).contains(new Sha256(hex(Crypto.sha256(repository.get(second)))));
            assertThat(commit.parent()).contains(CommitRef.of(1, 1, hex(first)));
        }
    }

    @Test
    void aRolledBackStoreIsGivenAwayByTheHead() throws Exception {
        repository.commitFile("one", "1");
        String second = repository.commitFile("two", "2");
        repository.put("head", "{\"epoch\":1,\"seq\":2,\"sha256\":\"" + hex(repository.lastHash()) + "\"}");
        assertThat(history().damage()).isEmpty();
        repository.store.objects().remove(TestRepository.ROOT + second);
        assertThat(history().damage()).extracting(Damage::object).containsExactly("e/000000000001/c/000000000002");
    }

    @Test
    void longChainsAreReadInParallelAndInOrder() throws Exception {
        commitTree("base");
        for (int i = 0; i < 100; i++) {
            repository.commitFile("f" + i % 7, "text " + i);
        }
        try (Workspace workspace = repository.open()) {
            List<Commit> chain = workspace.chain(Trees.newest(workspace));
            assertThat(chain).hasSize(101);
            assertThat(chain).extracting(commit -> commit.ref().seq()).isSorted();
            assertThat(Trees.paths(workspace.treeAt(Trees.newest(workspace)))).hasSize(8);
        }
    }

    @Test
    void aWrongKeyIsToldFromDamage() throws Exception {
        repository.commitFile("one", "1");
        byte[] other = new byte[32];
        try (Workspace workspace = Workspace.open(
                repository.store, TestRepository.ROOT, WorkspaceKey.of(other), WorkspaceOptions.defaults())) {
            assertThatThrownBy(workspace::checkKey).isInstanceOf(KeyRefused.class);
        }
        try (Workspace workspace = repository.open()) {
            workspace.checkKey();
        }
    }

    @Test
    void laterVersionsOfTheFormatAreRefused() throws Exception {
        ContainerWriter later = new ContainerWriter(repository.key, TestRepository.ID, 'C', 1, 1, 5, 2);
        repository.commit(later, repository.record());
        assertThatThrownBy(this::history).isInstanceOf(UnknownVersion.class);
        TestRepository other = new TestRepository().fence(1);
        CommitBytes record = other.record();
        record.version = 2;
        other.commit(record);
        try (Workspace workspace = other.open()) {
            assertThatThrownBy(workspace::history).isInstanceOf(UnknownVersion.class);
        }
        other.put("format.json", "{\"format\":\"DVF1\",\"version\":2,\"workspace\":\"ws-1\"}");
        assertThatThrownBy(() -> Workspace.open(
                        other.store, TestRepository.ROOT, WorkspaceKey.of(other.key), WorkspaceOptions.defaults()))
                .isInstanceOf(UnknownVersion.class);
    }

    @Test
    void aDamagedFenceIsNamed() throws Exception {
        repository.commitFile("one", "1");
        repository.put("fence/000000000001", "{\"epoch\":2,\"sealed\":null}");
        assertThat(history().damage()).extracting(Damage::object).containsExactly("fence/000000000001");
    }
}
