package cloud.dumont.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.history.Draft;
import cloud.dumont.agent.history.FakeRegister;
import cloud.dumont.agent.history.Repository;
import cloud.dumont.agent.history.Workspace;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.pack.PackLimits;
import cloud.dumont.agent.pack.PackWriter;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchTest {
    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();
    private final MemoryStore store = new MemoryStore();
    private final FaultyStore faulty = new FaultyStore(store);
    private final ContainerSource source = new ContainerSource(faulty, Workspace.KEY);
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<Want<String>> wants = new ArrayList<>();
    private final Collected collected = new Collected();

    private static final class Collected implements FetchSink<String> {
        final Map<String, byte[]> pieces = new ConcurrentHashMap<>();
        final Map<String, Damage> lost = new ConcurrentHashMap<>();

        @Override
        public void piece(String tag, byte[] from, int offset, int length) {
            assertThat(pieces.put(tag, Arrays.copyOfRange(from, offset, offset + length)))
                    .isNull();
        }

        @Override
        public void lost(String tag, Piece piece, Damage damage) {
            assertThat(lost.put(tag, damage)).isNull();
        }
    }

    @BeforeEach
    void write() throws Exception {
        Random random = new Random(1);
        PackLimits limits = new PackLimits(3 << 20, 64 << 20, 200, 2, 256 << 10);
        try (Repository repository = Workspace.open(store, new FakeRegister(1), 1, Workspace.SMALL);
                PackWriter packs = repository.packs(limits);
                Draft draft = repository.draft()) {
            ContentWriter contents = repository.contents(packs);
            for (int i = 0; i < 600; i++) {
                byte[] bytes = new byte[i % 100 == 0 ? 3_500_000 : 1 + random.nextInt(9000)];
                random.nextBytes(bytes);
                write("file-" + i, bytes, contents, packs);
                if (i % 50 == 0) {
                    write("copy-" + i, bytes, contents, packs);
                }
            }
            packs.settle();
            assertThat(draft.isEmpty()).isTrue();
        }
    }

    private void write(String name, byte[] bytes, ContentWriter contents, PackWriter packs) throws Exception {
        Content content = Workspace.write(contents, packs, bytes);
        int at = 0;
        for (Part part : content.parts()) {
            String tag = name + "@" + at;
            files.put(tag, Arrays.copyOfRange(bytes, at, at + (int) part.bytes()));
            wants.add(new Want<>(tag, (Piece) part));
            at += (int) part.bytes();
        }
    }

    private void fetch(FetchLimits limits) throws Exception {
        new Fetch<>(source, limits, THREADS, collected).run(wants.iterator());
    }

    private void assertWhole() {
        assertThat(collected.pieces.keySet()).isEqualTo(files.keySet());
        files.forEach(
                (tag, bytes) -> assertThat(collected.pieces.get(tag)).as(tag).isEqualTo(bytes));
        assertThat(collected.lost).isEmpty();
    }

    @Test
    void everythingComesOnceAndInFewRequests() throws Exception {
        fetch(FetchLimits.STANDARD);
        assertWhole();
        long packs = store.names().size();
        assertThat(faulty.requests().size()).isLessThanOrEqualTo((int) packs * 3);
    }

    @Test
    void smallWindowsAndOneConnectionDoToo() throws Exception {
        java.util.Collections.shuffle(wants, new Random(3));
        fetch(new FetchLimits(1, 7));
        assertWhole();
    }

    @Test
    void damageIsSaidPerPieceAndTheRestComes() throws Exception {
        Piece hit = wants.get(0).piece();
        faulty.flip(hit.container().path(), 8L * 200);
        String gone = wants.getLast().piece().container().path();
        store.delete(gone);
        fetch(FetchLimits.STANDARD);
        assertThat(collected.lost).containsEntry(wants.get(0).tag(), new Damage.BadBlock(hit.container(), 0));
        assertThat(collected.lost.values())
                .contains(new Damage.Gone(wants.getLast().piece().container()));
        assertThat(collected.pieces.size() + collected.lost.size()).isEqualTo(files.size());
        assertThat(collected.pieces.size()).isGreaterThan(files.size() / 2);
        collected.pieces.forEach((tag, bytes) -> assertThat(bytes).isEqualTo(files.get(tag)));
    }

    @Test
    void aStoreThatIsAwayEndsIt() {
        faulty.failNext(10_000);
        assertThatThrownBy(() -> fetch(FetchLimits.STANDARD)).isInstanceOf(StoreException.Unavailable.class);
    }
}
