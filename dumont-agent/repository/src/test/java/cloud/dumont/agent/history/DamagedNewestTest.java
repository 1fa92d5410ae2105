package cloud.dumont.agent.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.container.BlockOpener;
import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.container.Format;
import cloud.dumont.agent.container.Kind;
import cloud.dumont.agent.container.Layout;
import cloud.dumont.agent.fetch.ContainerSource;
import cloud.dumont.agent.fetch.PieceReader;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.BytesBody;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One flipped bit in what an agent that begins has to read. */
class DamagedNewestTest {
    private static final RepositoryConfig PAGES_IN_PACKS =
            new RepositoryConfig(16L << 20, 16L << 20, 2, 0, 0, 2, 48L << 20, Duration.ofMinutes(15));

    private final MemoryStore whole = new MemoryStore();
    private final FakeRegister register = new FakeRegister(1);

    /** Two commits, a third one that carries the tree in a pack, and two more. */
    @BeforeEach
    void write() throws Exception {
        try (Repository repository = open(whole)) {
            for (int i = 0; i < 4; i++) {
                commit(repository, Map.of("same", "kept from the first on", "f" + i, "content " + i));
            }
        }
        assertThat(register.commits())
                .extracting(Registration::tree)
                .containsExactly(false, false, true, false, false, true)
                .as("the last commits");
        // The newest tree is the last commit now: one more that builds on it.
        try (Repository repository = open(whole)) {
            commit(repository, Map.of("last", "content of the last", "other", "beside it"));
        }
    }

    private Repository open(MemoryStore store) throws Exception {
        return Workspace.open(store, register, 1, PAGES_IN_PACKS);
    }

    private static void commit(Repository repository, Map<String, String> files) throws Exception {
        try (PackWriter packs = repository.packs(PackLimits.STANDARD);
                Draft draft = repository.draft()) {
            ContentWriter contents = repository.contents(packs);
            draft.upsert(Workspace.directory(""));
            for (var file : new TreeMap<>(files).entrySet()) {
                var content = Workspace.write(contents, draft, file.getValue().getBytes());
                draft.upsert(Workspace.file(file.getKey(), content, 1));
            }
            assertThat(repository.commit(draft, Workspace.now(1))).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    private byte[] object(ContainerName name) throws Exception {
        try (var in = whole.get(name.path(), 0, 1 << 20)) {
            return in.readAllBytes();
        }
    }

    private MemoryStore flipped(ContainerName name, long bit) throws Exception {
        MemoryStore damaged = new MemoryStore();
        for (String there : whole.names()) {
            byte[] bytes = object(ContainerName.parse(there).orElseThrow());
            if (there.equals(name.path())) {
                bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
            }
            damaged.put(there, new BytesBody(bytes));
        }
        return damaged;
    }

    private Layout layout(ContainerName name) throws Exception {
        try (BlockOpener opener = new BlockOpener()) {
            return new ContainerSource(whole, Workspace.KEY).layout(name, opener);
        }
    }

    /** Whether that byte of the stored object belongs to contents. */
    private static boolean isData(Layout layout, long at) {
        for (int block = 0; block < layout.blocks(); block++) {
            if (at >= layout.storedAt(block) && at < layout.storedAt(block) + layout.storedLength(block)) {
                return layout.isData(block);
            }
        }
        return false;
    }

    @Test
    void theNewestCommitIsNamedAndNobodyGoesOnFromAnOlderOne() throws Exception {
        ContainerName newest = register.tip().name();
        CommitRef before = register.commits().get(register.commits().size() - 2).commit();
        Layout layout = layout(newest);
        int found = 0;
        for (long bit = 0; bit < layout.size() * 8; bit += 5) {
            if (isData(layout, bit / 8)) {
                continue;
            }
            found++;
            MemoryStore damaged = flipped(newest, bit);
            int commits = register.commits().size();
            assertThatThrownBy(() -> open(damaged).close())
                    .as("bit %d", bit)
                    .isInstanceOfSatisfying(
                            DamageException.class,
                            e -> assertThat(e.damage().container()).isEqualTo(newest))
                    .hasMessageContaining(newest.path());
            assertThat(register.commits()).hasSize(commits);
            assertThat(damaged.names()).isEqualTo(whole.names());
            TreeLoader loader = new TreeLoader(new ContainerSource(damaged, Workspace.KEY));
            assertThat(loader.newestReadable(register.chain())).contains(before);
        }
        assertThat(found).isGreaterThan(Format.HEADER);
    }

    @Test
    void theCommitWithTheTreeAndItsPagesAreNamed() throws Exception {
        ContainerName base = register.chain().getFirst().name();
        assertNamed(base, 8 * 30);
        ContainerName pages = ContainerName.pack(
                1, register.commits().get(register.commits().size() - 2).packs().getLast());
        assertThat(pages.kind()).isEqualTo(Kind.PACK);
        assertNamed(pages, 8 * 70);
        List<CommitRef> older = register.chain(register.commits().size() - 2);
        assertThat(Workspace.read(flipped(pages, 8 * 70), older)).containsKeys("f0", "f3", "same");
    }

    private void assertNamed(ContainerName name, long bit) throws Exception {
        MemoryStore damaged = flipped(name, bit);
        assertThatThrownBy(() -> open(damaged).close())
                .isInstanceOfSatisfying(
                        DamageException.class,
                        e -> assertThat(e.damage().container()).isEqualTo(name));
        TreeLoader loader = new TreeLoader(new ContainerSource(damaged, Workspace.KEY));
        assertThat(loader.newestReadable(register.chain())).isEmpty();
    }

    @Test
    void contentsInsideACommitAreLostAlone() throws Exception {
        ContainerName newest = register.tip().name();
        MemoryStore damaged = flipped(newest, 8L * (Format.HEADER + 3));
        assertThat(isData(layout(newest), Format.HEADER + 3)).isTrue();
        ContainerSource source = new ContainerSource(damaged, Workspace.KEY);
        try (TreeTable tree = new TreeLoader(source).tree(register.chain());
                PieceReader reader = new PieceReader(source)) {
            assertThat(tree.files()).isEqualTo(7);
            assertThatThrownBy(() -> Workspace.bytes(reader, file(tree, "last")))
                    .isInstanceOfSatisfying(
                            DamageException.class,
                            e -> assertThat(e.damage()).isEqualTo(new Damage.BadBlock(newest, 0)));
            assertThat(Workspace.bytes(reader, file(tree, "f3"))).isEqualTo("content 3".getBytes());
            assertThat(Workspace.bytes(reader, file(tree, "same"))).isEqualTo("kept from the first on".getBytes());
        }
    }

    @Test
    void whatWasLostIsStoredAgainAndTheChainGoesOn() throws Exception {
        CommitRef newest = register.tip();
        MemoryStore damaged = flipped(newest.name(), 8L * (Format.HEADER + 3));
        try (Repository repository = open(damaged)) {
            assertThat(repository.newest()).isEqualTo(newest);
            assertThat(repository.damage()).containsExactly(new Damage.BadBlock(newest.name(), 0));
            assertThat(repository.lostFiles()).containsExactly(PathBytes.of("last"), PathBytes.of("other"));
            commit(repository, Map.of("last", "content of the last", "other", "beside it"));
            assertThat(repository.lostFiles()).isEmpty();
        }
        assertThat(register.commits().get(7).parent()).isEqualTo(newest);
        var files = Workspace.read(damaged, register.chain());
        assertThat(files.get("last")).isEqualTo("content of the last".getBytes());
        assertThat(files.get("other")).isEqualTo("beside it".getBytes());
        try (Repository repository = open(damaged)) {
            assertThat(repository.lostFiles()).isEmpty();
        }
    }

    private static Entry.File file(TreeTable tree, String path) {
        return (Entry.File) tree.find(PathBytes.of(path));
    }
}
