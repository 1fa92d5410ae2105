package cloud.dumont.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.sandbox.r2.R2Config;
import cloud.dumont.sandbox.r2.R2Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresignedStoreTest implements ObjectStoreContract {
    private static final StoreLimits QUICK = new StoreLimits(
            5,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            4096,
            Duration.ofSeconds(10),
            Duration.ofMillis(5),
            Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private R2Simulator r2;
    private SimulatorPresigner presigner;
    private PresignedStore store;

    @BeforeEach
    void start() throws Exception {
        r2 = R2Simulator.start(R2Config.of(folder).withSameKeyInterval(Duration.ZERO));
        presigner = new SimulatorPresigner(
                r2.url(),
                "u/1/i/1/",
                prefix -> r2.objects("dumont-backups", prefix).stream()
                        .map(object -> new ObjectStore.Listed(object.key(), object.size()))
                        .toList());
        store = new PresignedStore(presigner, QUICK, new RateLimit(0));
    }

    @AfterEach
    void stop() throws Exception {
        r2.close();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    private void inject(String kind, int times, String method) {
        r2.faults().inject(kind, times, Map.of("bucket", "dumont-backups", "method", method), 0);
    }

    @Test
    void anAnswerThatWasLostIsNoHarm() throws Exception {
        byte[] bytes = ObjectStoreContract.noise(100_000, 1);
        inject("lost_answer", 1, "PUT");
        store.put(ObjectStoreContract.pack(1), new BytesBody(bytes));
        assertThat(store.get(ObjectStoreContract.pack(1), 0, 1 << 20).readAllBytes())
                .isEqualTo(bytes);
    }

    @Test
    void passingTroubleIsWaitedOut() throws Exception {
        byte[] bytes = ObjectStoreContract.noise(100_000, 1);
        inject("error_503", 1, "PUT");
        inject("throttle_429", 1, "PUT");
        inject("error_500", 1, "PUT");
        store.put(ObjectStoreContract.pack(1), new BytesBody(bytes));
        inject("error_503", 2, "GET");
        assertThat(store.get(ObjectStoreContract.pack(1), 0, 1 << 20).readAllBytes())
                .isEqualTo(bytes);
        inject("error_500", 2, "GET");
        assertThat(store.tail(ObjectStoreContract.pack(1), 10).size()).isEqualTo(100_000);
    }

    @Test
    void lastingTroubleIsSaid() {
        inject("error_503", 100, "PUT");
        assertThatThrownBy(() -> store.put(ObjectStoreContract.pack(1), new BytesBody(new byte[5])))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("503");
        inject("deny", 100, "GET");
        assertThatThrownBy(() -> store.get(ObjectStoreContract.pack(1), 0, 5))
                .isInstanceOf(StoreException.Unavailable.class);
    }

    @Test
    void urlsThatRanOutAreAskedForAgain() throws Exception {
        presigner.expired.set(1);
        store.put(ObjectStoreContract.pack(1), new BytesBody(new byte[] {1}));
        assertThat(presigner.calls).hasValue(2);
        presigner.expired.set(1);
        store.get(ObjectStoreContract.pack(1), 0, 1).close();
        assertThat(presigner.calls).hasValue(4);
        store.get(ObjectStoreContract.pack(1), 0, 1).close();
        assertThat(presigner.calls).hasValue(4);
    }

    @Test
    void urlsThatAreAlwaysOldAreNotAskedForForEver() {
        presigner.expired.set(100);
        assertThatThrownBy(() -> store.put(ObjectStoreContract.pack(1), new BytesBody(new byte[] {1})))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("to every URL");
        assertThat(presigner.calls).hasValue(3);
    }

    @Test
    void aDeniedRequestIsTriedWithANewUrl() throws Exception {
        inject("deny", 1, "PUT");
        store.put(ObjectStoreContract.pack(1), new BytesBody(new byte[] {1}));
        assertThat(presigner.calls).hasValue(2);
    }

    @Test
    void anAnswerThatStallsIsGivenUp() throws Exception {
        store.put(ObjectStoreContract.pack(1), new BytesBody(ObjectStoreContract.noise(3000, 1)));
        r2.faults().inject("slow", 1, Map.of("bucket", "dumont-backups", "method", "GET", "latency_ms", "2500"), 0);
        assertThat(store.get(ObjectStoreContract.pack(1), 0, 3000).readAllBytes())
                .hasSize(3000);
    }

    @Test
    void theRateIsKept() throws Exception {
        PresignedStore slow = new PresignedStore(presigner, QUICK, new RateLimit(400_000));
        long before = System.nanoTime();
        slow.put(ObjectStoreContract.pack(1), new BytesBody(ObjectStoreContract.noise(400_000, 1)));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void urlsAreAskedForTogether() throws Exception {
        var names = java.util.stream.IntStream.range(0, 300)
                .mapToObj(ObjectStoreContract::pack)
                .toList();
        store.put(names.get(7), new BytesBody(new byte[] {1}));
        presigner.calls.set(0);
        store.soon(names);
        assertThat(presigner.calls).hasValue(2);
        store.get(names.get(7), 0, 1).close();
        assertThat(presigner.calls).hasValue(2);
    }
}
