package cloud.dumont.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a store does, each request ends, and there are only so many of them. The time limit is there for one that does not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowStoreTest {
    private static final int TRIES = 3;
    private static final StoreLimits QUICK = new StoreLimits(
            TRIES,
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            4096,
            Duration.ofMillis(400),
            Duration.ofMillis(1),
            Duration.ofMillis(5));
    private static final String NAME = ObjectStoreContract.pack(1);

    private final RudeServer server = new RudeServer();
    private final PresignedStore store = new PresignedStore(server, QUICK, new RateLimit(0));

    SlowStoreTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private void assertGetIsGivenUp() {
        assertThatThrownBy(() -> store.get(NAME, 0, 100).close()).isInstanceOf(StoreException.Unavailable.class);
        assertThat(server.connections).hasValue(TRIES);
    }

    private void assertPutIsGivenUp(int bytes) {
        assertThatThrownBy(() -> store.put(NAME, new BytesBody(new byte[bytes])))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThat(server.connections).hasValue(TRIES);
    }

    @Test
    void anAnswerWhoseHeadTricklesIsGivenUp() {
        server.always(talk -> talk.say("HTTP/1.1 206 said\r\nX-Endless: ").drip("a"));
        assertGetIsGivenUp();
    }

    @Test
    void anErrorWhoseTextTricklesIsGivenUp() {
        server.always(talk ->
                talk.say(RudeServer.status(503, "Content-Length: 10000\r\n")).drip("a"));
        assertGetIsGivenUp();
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        server.always(talk -> talk.waitFor(Duration.ofSeconds(30)));
        assertGetIsGivenUp();
    }

    @Test
    void contentsThatTrickleAreGivenUp() throws Exception {
        server.always(talk ->
                talk.say(RudeServer.status(200, "Content-Length: 10000\r\n")).drip("a"));
        try (InputStream in = store.get(NAME, 0, 10_000)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining("trickles");
        }
        assertThatThrownBy(() -> store.tail(NAME, 100)).isInstanceOf(StoreException.Unavailable.class);
    }

    @Test
    void aConnectionThatIsResetInTheMiddleIsMadeAnew() throws Exception {
        byte[] bytes = ObjectStoreContract.noise(100, 1);
        String whole = RudeServer.status(206, "Content-Length: 100\r\nContent-Range: bytes 900-999/1000\r\n");
        server.first(
                talk -> talk.say(whole).say("only some").reset(),
                talk -> talk.say(whole).say(bytes));
        ObjectStore.Tail tail = store.tail(NAME, 100);
        assertThat(tail.bytes()).isEqualTo(bytes);
        assertThat(tail.size()).isEqualTo(1000);
        server.always(talk -> talk.say(whole).say("only some").reset());
        assertThatThrownBy(() -> store.tail(NAME, 100)).isInstanceOf(StoreException.Unavailable.class);
        assertThat(server.connections).hasValue(2 + TRIES);
    }

    @Test
    void anEndlessAnswerTakesNoMemory() {
        server.always(talk -> talk.say(RudeServer.status(200, "")).flood());
        assertThatThrownBy(() -> store.tail(NAME, 100)).isInstanceOf(StoreException.Unavailable.class);
        assertThat(server.connections).hasValue(TRIES);
    }

    @Test
    void aWholeObjectInsteadOfItsEndIsCut() throws Exception {
        byte[] bytes = ObjectStoreContract.noise(1000, 1);
        server.always(talk ->
                talk.say(RudeServer.status(200, "Content-Length: 1000\r\n")).say(bytes));
        ObjectStore.Tail tail = store.tail(NAME, 100);
        assertThat(tail.size()).isEqualTo(1000);
        assertThat(tail.bytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 900, 1000));
    }

    @Test
    void aStoreThatDoesNotSayTheSizeIsNotTakenForAShorterObject() {
        server.always(talk ->
                talk.say(RudeServer.status(206, "Content-Length: 3\r\n")).say("abc"));
        assertThatThrownBy(() -> store.tail(NAME, 100)).isInstanceOf(StoreException.Unavailable.class);
    }

    @Test
    void aStoreThatKnowsNoRangesIsNotTakenForOneWithoutTheObject() {
        server.always(talk ->
                talk.say(RudeServer.status(200, "Content-Length: 1000\r\n")).say(new byte[1000]));
        assertThatThrownBy(() -> store.get(NAME, 500, 10)).isInstanceOf(StoreException.Unavailable.class);
    }

    @Test
    void anUploadThatCrawlsIsGivenUp() {
        server.always(RudeServer.Talk::takeBodyInDrops);
        assertPutIsGivenUp(16 << 20);
    }

    @Test
    void anUploadThatIsNeverAnsweredIsGivenUp() {
        server.always(talk -> talk.takeBody().say("HTTP/1.1 200").drip(" "));
        assertPutIsGivenUp(1000);
    }

    @Test
    void anUploadWhoseAnswerNeverEndsIsGivenUp() {
        server.always(talk -> talk.takeBody().say(RudeServer.status(503, "")).drip("a"));
        assertPutIsGivenUp(1000);
    }

    @Test
    void anUploadThatIsResetInTheMiddleIsMadeAgain() throws Exception {
        server.first(RudeServer.Talk::reset, talk -> talk.takeBody().reset())
                .always(talk -> talk.takeBody().say(RudeServer.status(200, "Content-Length: 0\r\n")));
        store.put(NAME, new BytesBody(new byte[1 << 20]));
        assertThat(server.connections).hasValue(3);
    }

    @Test
    void aMomentOfLatencyIsWaitedOut() throws Exception {
        server.always(talk ->
                talk.takeBody().waitFor(Duration.ofMillis(150)).say(RudeServer.status(200, "Content-Length: 0\r\n")));
        store.put(NAME, new BytesBody(new byte[1000]));
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void anUploadThatHoldsItselfBackIsNotTakenForASlowStore() throws Exception {
        server.always(talk -> talk.takeBody().say(RudeServer.status(200, "Content-Length: 0\r\n")));
        PresignedStore held = new PresignedStore(server, QUICK, new RateLimit(20_000));
        held.put(NAME, new BytesBody(new byte[50_000]));
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void aStoreThatIsNotThereIsSaid() throws Exception {
        server.close();
        assertThatThrownBy(() -> store.put(NAME, new BytesBody(new byte[10])))
                .isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> store.get(NAME, 0, 10)).isInstanceOf(StoreException.Unavailable.class);
    }
}
