package cloud.dumont.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store does. */
interface ObjectStoreContract {
    ObjectStore store();

    static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String pack(int number) {
        return "e/000000000001/p/%012d".formatted(number);
    }

    private byte[] read(String name, long offset, long length) throws Exception {
        try (InputStream in = store().get(name, offset, length)) {
            return in.readAllBytes();
        }
    }

    @Test
    default void whatWasPutIsThere() throws Exception {
        byte[] bytes = noise(300_000, 1);
        store().put(pack(1), new BytesBody(bytes));
        assertThat(read(pack(1), 0, 1 << 20)).isEqualTo(bytes);
        assertThat(read(pack(1), 0, bytes.length)).isEqualTo(bytes);
        assertThat(read(pack(1), 299_990, 500)).hasSize(10).endsWith(bytes[299_999]);
        assertThat(read(pack(1), 1000, 5))
                .containsExactly(bytes[1000], bytes[1001], bytes[1002], bytes[1003], bytes[1004]);
    }

    @Test
    default void tailsSayTheSize() throws Exception {
        byte[] bytes = noise(1000, 2);
        store().put(pack(2), new BytesBody(bytes));
        ObjectStore.Tail tail = store().tail(pack(2), 10);
        assertThat(tail.size()).isEqualTo(1000);
        assertThat(tail.bytes()).hasSize(10).startsWith(bytes[990]);
        assertThat(store().tail(pack(2), 5000).bytes()).isEqualTo(bytes);
    }

    @Test
    default void theSameBytesAgainAreNoErrorAndOthersAreRefused() throws Exception {
        byte[] bytes = noise(200_000, 3);
        store().put(pack(3), new BytesBody(bytes));
        store().put(pack(3), new BytesBody(bytes));
        byte[] other = bytes.clone();
        other[150_000] ^= 1;
        assertThatThrownBy(() -> store().put(pack(3), new BytesBody(other))).isInstanceOf(StoreException.Fenced.class);
        assertThatThrownBy(() -> store().put(pack(3), new BytesBody(noise(199_999, 3))))
                .isInstanceOf(StoreException.Fenced.class);
        assertThat(read(pack(3), 0, 200_000)).isEqualTo(bytes);
    }

    @Test
    default void ofManyWritersOneWins() throws Exception {
        AtomicInteger won = new AtomicInteger();
        AtomicInteger fenced = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] bytes = noise(1000, i);
            writers.add(Thread.ofVirtual().start(() -> {
                try {
                    store().put(pack(4), new BytesBody(bytes));
                    won.incrementAndGet();
                } catch (StoreException.Fenced e) {
                    fenced.incrementAndGet();
                } catch (StoreException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(won).hasValue(1);
        assertThat(fenced).hasValue(7);
    }

    @Test
    default void whatIsNotThereIsMissing() {
        assertThatThrownBy(() -> read(pack(5), 0, 10)).isInstanceOf(StoreException.Missing.class);
        assertThatThrownBy(() -> store().tail(pack(5), 10)).isInstanceOf(StoreException.Missing.class);
    }

    @Test
    default void listsAreInOrderAndGoOn() throws Exception {
        for (int number : new int[] {12, 3, 7}) {
            store().put(pack(number), new BytesBody(noise(10 + number, 1)));
        }
        store().put("e/000000000001/c/000000000001", new BytesBody(noise(5, 1)));
        store().put("e/000000000002/p/000000000001", new BytesBody(noise(5, 1)));
        assertThat(store().list("e/000000000001/p/", null))
                .containsExactly(
                        new ObjectStore.Listed(pack(3), 13),
                        new ObjectStore.Listed(pack(7), 17),
                        new ObjectStore.Listed(pack(12), 22));
        assertThat(store().list("e/000000000001/p/", pack(7))).containsExactly(new ObjectStore.Listed(pack(12), 22));
        assertThat(store().list("e/000000000003/p/", null)).isEmpty();
    }

    @Test
    default void bodiesOffTheHeapArriveWhole() throws Exception {
        byte[] bytes = noise((2 << 20) + 12345, 8);
        SegmentPool pool = new SegmentPool(8 << 20);
        try (SegmentBody body = new SegmentBody(pool)) {
            for (int at = 0; at < bytes.length; at += 100_000) {
                body.write(bytes, at, Math.min(100_000, bytes.length - at));
            }
            assertThat(body.crc32c()).isEqualTo(new BytesBody(bytes).crc32c());
            store().put(pack(8), body);
        }
        assertThat(pool.usedBytes()).isZero();
        assertThat(read(pack(8), 0, bytes.length)).isEqualTo(bytes);
    }
}
