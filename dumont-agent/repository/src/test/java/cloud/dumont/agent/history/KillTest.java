package cloud.dumont.agent.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import cloud.dumont.agent.container.WorkspaceKey;
import cloud.dumont.agent.store.FaultyStore;
import cloud.dumont.agent.store.MemoryStore;
import cloud.dumont.agent.store.StoreException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent dies before or after each single request; another one of the same epoch goes on. */
class KillTest {
    private static final RepositoryConfig TREES_OFTEN =
            new RepositoryConfig(16L << 20, 16L << 20, 2, 0, 1 << 20, 3, 48L << 20, Duration.ofMinutes(15));
    private final Work work = new Work(42, 12, 60_000);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereverItDiesTheLastCommitIsWholeAndTheRestGoesOn(boolean afterEffect) throws Exception {
        int requests = requestsOfAWholeRun();
        assertThat(requests).isGreaterThan(20);
        for (int k = 1; k <= requests; k++) {
            dieAt(k, afterEffect);
        }
    }

    private int requestsOfAWholeRun() throws Exception {
        FaultyStore store = new FaultyStore(new MemoryStore());
        FakeRegister register = new FakeRegister(1);
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN)) {
            work.run(repository, 0);
        }
        return store.requests().size();
    }

    private void dieAt(int request, boolean afterEffect) throws Exception {
        MemoryStore store = new MemoryStore();
        FaultyStore faulty = new FaultyStore(store);
        faulty.dieAt(request, afterEffect);
        FakeRegister register = new FakeRegister(1);
        try (Repository repository = Workspace.open(faulty, register, 1, TREES_OFTEN)) {
            work.run(repository, 0);
            // The order of uploads is not always the same, so one run may need a request less.
            assertThat(faulty.requests().size()).isLessThan(request);
        } catch (StoreException.Refused killed) {
            assertThat(killed.code()).isEqualTo(FaultyStore.KILLED);
        }
        int acknowledged = done(register);
        assertSame(Workspace.read(store, register.chain()), work.after(acknowledged), "as it died at " + request);
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN)) {
            int adopted = done(register);
            assertThat(adopted).isBetween(acknowledged, acknowledged + 1);
            assertSame(Workspace.read(store, register.chain()), work.after(adopted), "adopted at " + request);
            work.run(repository, adopted);
        }
        assertSame(Workspace.read(store, register.chain()), work.after(work.size()), "at the end, " + request);
        assertThat(register.namesNoPackTwice()).isTrue();
    }

    private static int done(FakeRegister register) {
        return (int)
                register.commits().stream().filter(commit -> !commit.tree()).count();
    }

    static void assertSame(NavigableMap<String, byte[]> read, NavigableMap<String, byte[]> expected, String when) {
        NavigableMap<String, byte[]> files = new TreeMap<>(read);
        files.values().removeIf(bytes -> bytes == null);
        assertThat(files.keySet()).as(when).isEqualTo(expected.keySet());
        expected.forEach((path, bytes) ->
                assertThat(files.get(path)).as(path + " " + when).isEqualTo(bytes));
    }

    @Test
    void lostAnswersAndOutagesChangeNothing() throws Exception {
        MemoryStore store = new MemoryStore();
        FaultyStore faulty = new FaultyStore(store);
        FakeRegister register = new FakeRegister(1);
        try (Repository repository = Workspace.open(faulty, register, 1, TREES_OFTEN)) {
            faulty.loseAnswers(4);
            faulty.failNext(3);
            work.run(repository, 0);
        }
        assertSame(Workspace.read(store, register.chain()), work.after(work.size()), "at the end");
    }

    @Test
    void theWrongKeyOpensNothing() throws Exception {
        MemoryStore store = new MemoryStore();
        FakeRegister register = new FakeRegister(1);
        try (Repository repository = Workspace.open(store, register, 1, TREES_OFTEN)) {
            work.run(repository, 0);
        }
        WorkspaceKey other = WorkspaceKey.of(new byte[32], "ws-test");
        try {
            Repository.open(
                    new Opening(other, 1, register.chain()),
                    store,
                    register,
                    TREES_OFTEN,
                    Thread.ofPlatform().factory());
            fail("it opened");
        } catch (cloud.dumont.agent.container.DamageException e) {
            assertThat(e.damage().container())
                    .isEqualTo(register.chain().getFirst().name());
        }
    }
}
