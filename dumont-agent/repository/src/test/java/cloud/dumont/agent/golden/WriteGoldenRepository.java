package cloud.dumont.agent.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.history.CommitOutcome;
import cloud.dumont.agent.history.Draft;
import cloud.dumont.agent.history.FakeRegister;
import cloud.dumont.agent.history.Occasion;
import cloud.dumont.agent.history.Opening;
import cloud.dumont.agent.history.RegisterException;
import cloud.dumont.agent.history.Registration;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.history.RepositoryConfig;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.DirectoryStore;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.Xattr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Wrote the golden repository of version 1; a later version's goes beside it, into a folder of its own. It runs only with
 * {@code -Dtest=WriteGoldenRepository -Ddumont.golden=write}, and never over one that is there.
 */
@EnabledIfSystemProperty(named = "dumont.golden", matches = "write")
class WriteGoldenRepository {
    private static final Path STORE = GoldenRepositoryTest.GOLDEN.resolve("store");
    private static final byte[] SECRET = sha256("the key of the golden repository, which everybody may know");
    private static final WorkspaceKey KEY = WorkspaceKey.of(SECRET, GoldenRepositoryTest.WORKSPACE);
    private final FakeRegister register = new FakeRegister(1);
    private final GoldenTree tree = new GoldenTree();
    private final Random random = new Random(3);
    private final byte[] big = words(3 << 20);
    private int noted;

    /** One commit's changes. */
    @FunctionalInterface
    private interface Step {
        void make(Draft draft, ContentWriter contents, PackWriter packs) throws Exception;
    }

    @Test
    void write() throws Exception {
        assertThat(GoldenRepositoryTest.GOLDEN)
                .as("a golden repository is written once")
                .doesNotExist();
        Files.createDirectories(STORE);
        Files.writeString(
                STORE.resolve("format.json"),
                "{\"format\":\"DVF1\",\"version\":1,\"workspace\":\"%s\"}".formatted(GoldenRepositoryTest.WORKSPACE));
        Files.writeString(
                GoldenRepositoryTest.GOLDEN.resolve("key.txt"),
                Base64.getEncoder().encodeToString(SECRET) + "\n");
        fence(1, null);
        firstEpoch();
        secondEpoch();
        CommitRef tip = register.tip();
        Files.writeString(
                STORE.resolve("head"),
                "{\"epoch\":%d,\"seq\":%d,\"sha256\":\"%s\"}"
                        .formatted(tip.epoch(), tip.seq(), tip.hash().hex()));
        Files.write(GoldenRepositoryTest.GOLDEN.resolve("expected.txt"), tree.lines());
    }

    /** Pages lie in commits; its last commit comes after the machine was replaced. */
    private void firstEpoch() throws Exception {
        try (Repository repository = open(1, 4 << 20)) {
            commit(repository, this::beginning);
            commit(repository, this::everyKind);
            commit(repository, this::changing);
            assertThat(register.commits().getLast().tree()).isTrue();
            commit(repository, this::removing);
            fence(2, register.tip());
            register.begin(2);
            assertThatThrownBy(() -> commit(repository, (draft, contents, packs) -> {
                        Content late = tree.write(contents, draft, text("too late"));
                        draft.upsert(file("home/late", 0, late));
                    }))
                    .isInstanceOf(RegisterException.Fenced.class);
        }
    }

    /** Pages lie in a pack; the newest commit carries none. */
    private void secondEpoch() throws Exception {
        try (Repository repository = open(2, 0)) {
            commit(repository, (draft, contents, packs) -> {
                put(draft, contents, packs, "home/a.txt", text("a, on the second box\n"));
                put(draft, contents, draft, "home/src/f07", text("seven, changed\n"));
            });
            commit(
                    repository,
                    (draft, contents, packs) -> put(draft, contents, packs, "home/big", edited(big.length - 1000)));
            assertThat(register.commits().getLast().tree()).isTrue();
            commit(repository, (draft, contents, packs) -> {
                put(draft, contents, draft, "home/new", text("the newest\n"));
                tree.remove(draft, "home/src/f03");
                tree.put(draft, new Entry.Directory(PathBytes.of("home/empty"), meta(0700, 9)));
            });
        }
    }

    private void beginning(Draft draft, ContentWriter contents, PackWriter packs) throws Exception {
        for (String path : List.of("", "home", "home/src", "home/gone", "home/gone/deep")) {
            tree.put(draft, new Entry.Directory(PathBytes.of(path), meta(0755, 1)));
        }
        for (int i = 0; i < 12; i++) {
            byte[] source = text("file " + i + "\n" + "line of a program;\n".repeat(20 + i));
            put(draft, contents, packs, "home/src/f%02d".formatted(i), source);
        }
        put(draft, contents, draft, "home/a.txt", text("a\n"));
        put(draft, contents, draft, "home/none", new byte[0]);
        put(draft, contents, draft, "home/gone/deep/x", text("x"));
        put(draft, contents, draft, "home/becomes", text("a file, a directory later"));
        Content content = put(draft, contents, packs, "home/big", big);
        assertThat(content.parts()).as("chunks of the big file").hasSizeGreaterThan(2);
    }

    private void everyKind(Draft draft, ContentWriter contents, PackWriter packs) throws Exception {
        Meta special = new Meta(
                04755,
                4_000_000_000L,
                65_534,
                new Moment(-5, 999_999_999),
                List.of(
                        new Xattr(text("user.note"), new byte[] {0, 1, (byte) 0xFF, '\n'}),
                        new Xattr(text("security.capability"), new byte[] {1, 0, 0, 2})));
        tree.put(draft, new Entry.Directory(PathBytes.of("dev"), meta(01777, 1)));
        tree.put(draft, new Entry.Device(PathBytes.of("dev/block"), special, true, 8, 1));
        tree.put(draft, new Entry.Device(PathBytes.of("dev/char"), meta(0666, 1), false, 1, 1_048_575));
        tree.put(draft, new Entry.Fifo(PathBytes.of("dev/fifo"), meta(0600, 1)));
        tree.put(draft, new Entry.Socket(PathBytes.of("dev/socket"), meta(0600, 1)));
        tree.put(draft, new Entry.Symlink(PathBytes.of("home/away"), meta(0777, 1), text("../../../etc/passwd")));
        tree.put(draft, new Entry.Symlink(PathBytes.of("home/loop"), meta(0777, 1), text("loop")));
        byte[] odd = {(byte) 0xFF, 1, '\n', ' ', '\\', '\t', (byte) 0xC3};
        byte[] longest = new byte[255];
        Arrays.fill(longest, (byte) 'n');
        PathBytes home = PathBytes.of("home");
        for (byte[] each : List.of(odd, longest, text("Case"), text("case"), text("\u00e9"), text("e\u0301"))) {
            Content content = tree.write(contents, draft, each);
            tree.put(draft, new Entry.File(home.child(each), meta(0644, 2), false, 0, content, null));
        }
        Content owned = tree.write(contents, packs, noise(5_000));
        tree.put(draft, new Entry.File(PathBytes.of("home/special"), special, false, 0, owned, null));
        Content linked = tree.write(contents, draft, text("one file of three names"));
        tree.put(draft, file("home/link1", 17, linked));
        tree.put(draft, file("home/src/link2", 17, linked));
    }

    private void changing(Draft draft, ContentWriter contents, PackWriter packs) throws Exception {
        Content whole = tree.write(contents, draft, text("all old"));
        Content torn = tree.write(contents, draft, text("all new, half old"));
        tree.put(
                draft,
                new Entry.File(
                        PathBytes.of("home/torn"),
                        meta(0644, 30),
                        true,
                        0,
                        torn,
                        new Entry.Version(new Moment(20, 7), whole)));
        tree.put(draft, new Entry.File(PathBytes.of("home/log"), meta(0600, 31), true, 0, torn, null));
        Content sparse =
                tree.write(contents, packs, new byte[1 << 20], noise(3_000), new byte[5 << 20], noise(10), new byte[1]);
        tree.put(draft, file("home/sparse", 0, sparse));
        put(draft, contents, packs, "home/big", edited(1 << 20));
    }

    private void removing(Draft draft, ContentWriter contents, PackWriter packs) throws Exception {
        tree.remove(draft, "home/gone");
        tree.remove(draft, "home/src/f11");
        tree.put(draft, new Entry.Directory(PathBytes.of("home/becomes"), meta(0750, 5)));
        put(draft, contents, draft, "home/becomes/inside", text("inside"));
        Content linked = tree.write(contents, draft, text("one file of three names"));
        tree.put(draft, file("home/becomes/link3", 17, linked));
    }

    private Content put(Draft draft, ContentWriter contents, ChunkTarget target, String path, byte[] bytes)
            throws Exception {
        Content content = tree.write(contents, target, bytes);
        tree.put(draft, file(path, 0, content));
        return content;
    }

    private void commit(Repository repository, Step step) throws Exception {
        try (PackWriter packs = repository.packs(PackLimits.STREWN);
                Draft draft = repository.draft()) {
            step.make(draft, repository.contents(packs), packs);
            packs.settle();
            int number = register.commits().size();
            Occasion occasion = new Occasion(1_770_000_000_000L + number * 30_000L, number * 30_000L, 0, true, null);
            assertThat(repository.commit(draft, occasion)).isInstanceOf(CommitOutcome.Committed.class);
        }
        for (; noted < register.commits().size(); noted++) {
            Registration made = register.commits().get(noted);
            tree.version(made.commit(), made.tree());
        }
    }

    private Repository open(long epoch, int inlineBytes) throws Exception {
        return Repository.open(
                new Opening(KEY, epoch, register.chain()),
                new DirectoryStore(STORE),
                register,
                new RepositoryConfig(64L << 20, 32L << 20, 2, 0, inlineBytes, 3, 48L << 20, Duration.ofHours(1)),
                Thread.ofPlatform().daemon().factory());
    }

    private static void fence(long epoch, CommitRef sealed) throws Exception {
        Path fence = STORE.resolve("fence/%012d".formatted(epoch));
        Files.createDirectories(fence.getParent());
        String seal = sealed == null
                ? "null"
                : "{\"epoch\":%d,\"seq\":%d,\"sha256\":\"%s\"}"
                        .formatted(sealed.epoch(), sealed.seq(), sealed.hash().hex());
        Files.writeString(
                fence, "{\"epoch\":%d,\"sealed\":%s,\"time\":\"2026-01-01T00:00:00Z\"}".formatted(epoch, seal));
    }

    private static Meta meta(int mode, long seconds) {
        return new Meta(mode, 1000, 1000, new Moment(seconds, 123_456_789), List.of());
    }

    private static Entry.File file(String path, long link, Content content) {
        return new Entry.File(PathBytes.of(path), meta(0644, 1_700_000_000L), false, link, content, null);
    }

    /** The big file with some bytes put in there, so that most of its chunks stay. */
    private byte[] edited(int at) {
        byte[] more = text("put in between");
        byte[] edited = new byte[big.length + more.length];
        System.arraycopy(big, 0, edited, 0, at);
        System.arraycopy(more, 0, edited, at, more.length);
        System.arraycopy(big, at, edited, at + more.length, big.length - at);
        return edited;
    }

    /** Bytes that shrink well and yet have places to be cut at. */
    private byte[] words(int length) {
        byte[] words = noise(32 * 128);
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at += 128) {
            System.arraycopy(words, random.nextInt(32) * 128, bytes, at, 128);
        }
        return bytes;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
