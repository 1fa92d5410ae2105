package cloud.dumont.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.store.DirectoryStore;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Xattr;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.source.DirectorySource;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this module writes, read by the reader that was written from the page alone. */
class SecondReaderTest {
    private static final String ROOT = "u/1/i/1/";
    private static final RepositoryConfig TREES_OFTEN =
            new RepositoryConfig(16L << 20, 16L << 20, 2, 1, 1 << 20, 4, 48L << 20, Duration.ofMinutes(15));

    @TempDir
    private Path bucket;

    private DirectoryStore store;
    private final FakeRegister register = new FakeRegister(1);
    private final Work work = new Work(7, 14, 400_000);

    @BeforeEach
    void begin() throws Exception {
        Path root = Files.createDirectories(bucket.resolve(ROOT));
        store = new DirectoryStore(root);
        Files.writeString(root.resolve("format.json"), "{\"format\":\"DVF1\",\"version\":1,\"workspace\":\"ws-test\"}");
        fence(1, null);
    }

    private void fence(long epoch, CommitRef sealed) throws Exception {
        Path fence = bucket.resolve(ROOT).resolve("fence/%012d".formatted(epoch));
        Files.createDirectories(fence.getParent());
        String seal = sealed == null
                ? "null"
                : "{\"epoch\":%d,\"seq\":%d,\"sha256\":\"%s\"}"
                        .formatted(sealed.epoch(), sealed.seq(), sealed.hash().hex());
        Files.writeString(
                fence, "{\"epoch\":%d,\"sealed\":%s,\"time\":\"2026-01-01T00:00:00Z\"}".formatted(epoch, seal));
    }

    private cloud.dumont.restore.Workspace reader() throws Exception {
        return cloud.dumont.restore.Workspace.open(
                new DirectorySource(bucket),
                ROOT,
                WorkspaceKey.of(Workspace.filled(32, 7)),
                WorkspaceOptions.defaults());
    }

    private static cloud.dumont.restore.history.CommitRef ref(CommitRef ours) {
        return cloud.dumont.restore.history.CommitRef.of(
                ours.epoch(), ours.seq(), ours.hash().hex());
    }

    @Test
    void agreesOnEveryCommitOverTwoEpochs() throws Exception {
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN)) {
            work.run(repository, 0, 7);
        }
        fence(2, register.tip());
        register.begin(2);
        try (Repository repository = Workspace.open(store, register, 2, TREES_OFTEN)) {
            work.run(repository, 7);
        }
        assertAgreement();
    }

    @Test
    void agreesOnATreeThatBeginsAnew() throws Exception {
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN)) {
            work.run(repository, 0, 4);
        }
        try (Repository repository = Workspace.openAnew(store, register, 1, TREES_OFTEN)) {
            assertThat(repository.newest()).isEqualTo(register.tip());
            work.run(repository, 4, 9);
        }
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN)) {
            work.run(repository, 9);
        }
        assertAgreement();
    }

    private void assertAgreement() throws Exception {
        try (cloud.dumont.restore.Workspace reader = reader()) {
            assertThat(reader.history().newest()).contains(ref(register.tip()));
            assertThat(reader.history().damage()).isEmpty();
            for (int length = 1; length <= register.commits().size(); length++) {
                List<CommitRef> chain = register.chain(length);
                NavigableMap<String, byte[]> ours = Workspace.read(store, chain);
                NavigableMap<String, byte[]> theirs = new TreeMap<>();
                assertThat(reader.treeAt(ref(chain.getLast())).forEachEntry(entry -> {
                            if (entry instanceof cloud.dumont.restore.record.Entry.File file) {
                                try (InputStream in = reader.open(file.content(true))) {
                                    theirs.put(file.path().toString(), in.readAllBytes());
                                }
                            }
                        }))
                        .isEmpty();
                KillTest.assertSame(ours, theirs, "after " + length);
            }
        }
    }

    @Test
    void agreesOnEveryKindOfEntry() throws Exception {
        Meta meta = new Meta(
                04755,
                4_000_000_000L,
                7,
                new Moment(-5, 999_999_999),
                List.of(new Xattr("user.x".getBytes(), new byte[] {0, 1})));
        Content sparse = Content.of(List.of(new Part.Hole(1L << 40)));
        List<Entry> entries = List.of(
                new Entry.Device(PathBytes.of("block"), meta, true, 8, 1),
                new Entry.Device(PathBytes.of("char"), meta, false, 1, 3),
                new Entry.Fifo(PathBytes.of("fifo"), meta),
                new Entry.File(
                        PathBytes.of("fuzzy"),
                        meta,
                        true,
                        9,
                        sparse,
                        new Entry.Version(new Moment(1, 2), Content.EMPTY)),
                new Entry.Symlink(PathBytes.of("link"), meta, "../x".getBytes()),
                new Entry.Socket(PathBytes.of(new byte[] {(byte) 0xFF, 1, '\n'}), meta));
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN);
                Draft draft = repository.draft()) {
            draft.upsert(Workspace.directory(""));
            entries.forEach(draft::upsert);
            repository.commit(draft, Workspace.now(1));
        }
        try (cloud.dumont.restore.Workspace reader = reader()) {
            var read = new TreeMap<String, cloud.dumont.restore.record.Entry>();
            reader.treeAt(ref(register.tip()))
                    .forEachEntry(entry -> read.put(entry.path().toString(), entry));
            assertThat(read).hasSize(entries.size() + 1);
            assertThat(read.get("block"))
                    .isInstanceOfSatisfying(cloud.dumont.restore.record.Entry.Device.class, device -> {
                        assertThat(device.block()).isTrue();
                        assertThat(device.major()).isEqualTo(8);
                        assertThat(device.metadata().uid()).isEqualTo(4_000_000_000L);
                        assertThat(device.metadata().mode()).isEqualTo(04755);
                    });
            assertThat(read.get("link"))
                    .isInstanceOfSatisfying(
                            cloud.dumont.restore.record.Entry.Symlink.class,
                            link -> assertThat(link.target()).isEqualTo("../x".getBytes()));
            assertThat(read.get("fuzzy")).isInstanceOfSatisfying(cloud.dumont.restore.record.Entry.File.class, file -> {
                assertThat(file.fuzzy()).isTrue();
                assertThat(file.content(true).size()).isEqualTo(1L << 40);
                assertThat(file.content(false).size()).isZero();
            });
        }
    }
}
