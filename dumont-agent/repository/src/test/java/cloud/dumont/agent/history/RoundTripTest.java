package cloud.dumont.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.PathBytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private final MemoryStore store = new MemoryStore();
    private final FakeRegister register = new FakeRegister(1);

    @Test
    void whatWasCommittedIsReadBack() throws Exception {
        byte[] big = new byte[9 << 20];
        new Random(1).nextBytes(big);
        byte[] text = "hello ".repeat(1000).getBytes();
        try (Repository repository = Workspace.open(store, register, 1, Workspace.SMALL);
                PackWriter packs = repository.packs(PackLimits.STANDARD)) {
            ContentWriter contents = repository.contents(packs);
            try (Draft draft = repository.draft()) {
                draft.upsert(Workspace.directory(""));
                draft.upsert(Workspace.directory("root"));
                Entry.File large = Workspace.file("root/big", Workspace.write(contents, packs, big), 10);
                packs.settle();
                draft.upsert(large);
                draft.upsert(Workspace.file("root/text", Workspace.write(contents, draft, text), 11));
                assertThat(repository.commit(draft, Workspace.now(1))).isInstanceOf(CommitOutcome.Committed.class);
            }
            assertThat(repository.tree().files()).isEqualTo(2);
        }
        var files = Workspace.read(store, register.chain());
        assertThat(files).containsOnlyKeys("", "root", "root/big", "root/text");
        assertThat(files.get("root/big")).isEqualTo(big);
        assertThat(files.get("root/text")).isEqualTo(text);
        assertThat(register.commits().getFirst().packs()).hasSize(1);
        assertThat(register.commits().getFirst().files()).isEqualTo(2);
        assertThat(register.commits().getFirst().bytes()).isEqualTo(big.length + text.length);
    }

    @Test
    void whatIsThereIsNotStoredAgain() throws Exception {
        byte[] bytes = new byte[3 << 20];
        new Random(2).nextBytes(bytes);
        try (Repository repository = Workspace.open(store, register, 1, Workspace.SMALL)) {
            commit(repository, "a", bytes, 1);
        }
        int before = store.names().size();
        try (Repository repository = Workspace.open(store, register, 1, Workspace.SMALL)) {
            commit(repository, "b", bytes, 2);
        }
        assertThat(store.names()).hasSize(before + 1);
        assertThat(register.commits().getLast().size()).isLessThan(2000);
        assertThat(Workspace.read(store, register.chain()).get("b")).isEqualTo(bytes);
    }

    @Test
    void holesTakeNoRoom() throws Exception {
        try (Repository repository = Workspace.open(store, register, 1, Workspace.SMALL);
                PackWriter packs = repository.packs(PackLimits.STANDARD);
                Draft draft = repository.draft()) {
            ContentWriter contents = repository.contents(packs);
            contents.begin(draft, 1L << 40);
            contents.hole(1L << 39);
            contents.window()[contents.position()] = 1;
            contents.filled(1);
            contents.hole((1L << 39) - 1);
            draft.upsert(Workspace.directory(""));
            draft.upsert(Workspace.file("sparse", contents.finish(), 1));
            repository.commit(draft, Workspace.now(1));
            Entry.File file = (Entry.File) repository.tree().find(PathBytes.of("sparse"));
            assertThat(file.content().size()).isEqualTo(1L << 40);
            assertThat(file.content().parts()).hasSize(3).first().isEqualTo(new Part.Hole(1L << 39));
        }
        assertThat(store.names()).hasSize(1);
    }

    @Test
    void anEmptyDraftMakesACommitAndATreeComesInTime() throws Exception {
        try (Repository repository = Workspace.open(store, register, 1, Workspace.SMALL)) {
            commit(repository, "a", new byte[] {1}, 0);
            try (Draft draft = repository.draft()) {
                assertThat(draft.isEmpty()).isTrue();
                repository.commit(draft, Workspace.now(10));
            }
            commit(repository, "b", new byte[] {2}, 16 * 60_000);
        }
        assertThat(register.commits()).extracting(Registration::tree).containsExactly(false, false, false, true);
        assertThat(register.chain()).hasSize(1);
        assertThat(Workspace.read(store, register.chain())).containsOnlyKeys("", "a", "b");
        try (Repository repository = Workspace.open(store, register, 1, Workspace.SMALL)) {
            assertThat(repository.tree().entries()).isEqualTo(3);
            commit(repository, "c", new byte[] {1}, 0);
        }
        assertThat(Workspace.read(store, register.chain()).get("c")).isEqualTo(new byte[] {1});
    }

    private static void commit(Repository repository, String path, byte[] bytes, long millis) throws Exception {
        try (PackWriter packs = repository.packs(PackLimits.STANDARD);
                Draft draft = repository.draft()) {
            ContentWriter contents = repository.contents(packs);
            draft.upsert(Workspace.directory(""));
            var content = Workspace.write(contents, packs, bytes);
            packs.settle();
            draft.upsert(Workspace.file(path, content, millis));
            assertThat(repository.commit(draft, Workspace.now(millis))).isInstanceOf(CommitOutcome.Committed.class);
        }
    }
}
