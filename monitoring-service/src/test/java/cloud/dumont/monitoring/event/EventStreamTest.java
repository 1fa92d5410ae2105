package cloud.dumont.monitoring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.events.Actor;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.Http;
import cloud.dumont.monitoring.PlatformTest;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import cloud.dumont.testkit.HeldClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@PlatformTest
@TestPropertySource(properties = "dumont.streams.ping=1s")
class EventStreamTest {
    @Autowired
    Outbox outbox;

    @Autowired
    Events events;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    HeldClock clock;

    @LocalServerPort
    int port;

    private final Ids ids = Ids.secure(InstantSource.system());
    private final UserId user = ids.next(UserId::new);
    private final InstanceId machine = ids.next(InstanceId::new);
    private Http http;

    @BeforeEach
    void client() {
        http = new Http(port);
        clock.set(InstantSource.system().instant());
    }

    private void status(String from, String to) {
        publish(machine.text(), new InstanceEvent.StatusChanged("nlp-1", from, to, "r", Map.of(), "So."));
    }

    private void publish(String key, cloud.dumont.events.DomainEvent event) {
        transactions.executeWithoutResult(done -> outbox.append(
                clock.instant(), new Fact(key, key, 1, null, user, Actor.system("test"), "req_1", event)));
    }

    private void untilWritten(int count) {
        await().until(() ->
                events.after(user, null, EventFilter.of(null, null), 100).size() == count);
    }

    private List<String> types(Http.Answer answer) {
        List<String> types = new ArrayList<>();
        answer.body().path("data").forEach(event -> types.add(event.path("type").asString("")));
        return types;
    }

    @Test
    void theListIsNewestFirstAndPaged() throws Exception {
        status("launching", "booting");
        status("booting", "running");
        publish(user.text(), new IdentityEvent.ApiKeyCreated(user, ids.next(ApiKeyId::new)));
        untilWritten(3);

        Http.Answer all = http.get("/api/v1/events", user);
        assertThat(types(all)).containsExactlyInAnyOrder("api_key.created", "instance.running", "instance.booting");
        assertThat(all.body().at("/data/0/actor/type").asString("")).isEqualTo("system");
        assertThat(types(http.get("/api/v1/events?types=instance.*", user)))
                .containsExactly("instance.running", "instance.booting");
        assertThat(types(http.get("/api/v1/events?types=api_key.created,instance.booting", user)))
                .hasSize(2);
        assertThat(types(http.get("/api/v1/events?instance=" + machine, user))).hasSize(2);

        Http.Answer first = http.get("/api/v1/events?limit=2", user);
        assertThat(first.body().path("has_more").asBoolean()).isTrue();
        String cursor = first.body().path("next_cursor").asString("");
        assertThat(types(http.get("/api/v1/events?limit=2&cursor=" + cursor, user)))
                .hasSize(1);
        assertThat(http.get("/api/v1/events?types=instance.*&cursor=" + cursor, user)
                        .body()
                        .path("code")
                        .asString(""))
                .isEqualTo("cursor_invalid");
    }

    @Test
    void theMovesOfAMachineAreInItsList() throws Exception {
        FailoverId failover = ids.next(FailoverId::new);
        publish(
                machine.text(),
                new FailoverEvent.Decided(
                        machine,
                        failover,
                        new Epoch(1),
                        "lost",
                        clock.instant(),
                        clock.instant(),
                        0,
                        null,
                        null,
                        null));
        untilWritten(1);
        publish(machine.text(), new FailoverEvent.Aborted(machine, failover, "stopped"));
        untilWritten(2);

        Http.Answer moves = http.get("/api/v1/events?types=failover.*", user);
        assertThat(types(moves)).containsExactly("failover.aborted", "failover.started");
        assertThat(moves.body().at("/data/0/data/failover").asString("")).isEqualTo(failover.text());
        assertThat(moves.body().at("/data/0/severity").asString("")).isEqualTo("warning");
    }

    @Test
    void badFiltersAreRefused() throws Exception {
        assertThat(http.get("/api/v1/events?types=%25", user).status()).isEqualTo(400);
        assertThat(http.get("/api/v1/events?instance=" + ids.next(InstanceId::new), user)
                        .status())
                .isEqualTo(404);
        assertThat(http.get("/api/v1/events/stream?after=nonsense", user).status())
                .isEqualTo(400);
    }

    @Test
    void whatHappensIsSeenAtOnceAndOnlyByItsUser() throws Exception {
        try (Http.Stream mine = http.stream("/api/v1/events/stream", user, Map.of());
                Http.Stream other = http.stream("/api/v1/events/stream", ids.next(UserId::new), Map.of())) {
            await().until(() -> !mine.blocks.isEmpty() && !other.blocks.isEmpty());
            status("booting", "running");

            await().until(() -> mine.all("event").contains("instance.running"));
            assertThat(mine.all("data").getFirst()).contains("\"message\":\"nlp-1: So.\"");
            await().until(() -> other.blocks.stream().filter(": ping\n"::equals).count() >= 2);
            assertThat(other.all("event")).isEmpty();
        }
    }

    @Test
    void aClientThatComesBackMissesNothingAndSeesNothingTwice() throws Exception {
        for (int i = 0; i < 5; i++) {
            status("launching", "booting");
        }
        untilWritten(5);
        String third = events.after(user, null, EventFilter.of(null, null), 3)
                .getLast()
                .id()
                .text();

        try (Http.Stream back = http.stream("/api/v1/events/stream", user, Map.of("Last-Event-ID", third))) {
            await().until(() -> back.all("id").size() == 2);
            status("booting", "running");
            await().until(() -> back.all("id").size() == 3);
            assertThat(new HashSet<>(back.all("id"))).hasSize(3).doesNotContain(third);
            assertThat(back.all("id")).isSorted();
        }
    }

    @Test
    void aPlaceNobodyKnowsMeansLoadEverythingAnew() throws Exception {
        status("launching", "booting");
        untilWritten(1);
        String unknown = ids.next(EventId::new).text();

        try (Http.Stream stream = http.stream("/api/v1/events/stream?after=" + unknown, user, Map.of())) {
            await().until(() -> stream.all("event").equals(List.of("reset")));
            status("booting", "running");
            await().until(() -> stream.all("event").equals(List.of("reset", "instance.running")));
        }
    }

    @Test
    void aStreamEndsWithTheLogin() throws Exception {
        String end = Long.toString(clock.instant().getEpochSecond());

        try (Http.Stream stream = http.stream("/api/v1/events/stream", user, Map.of("X-Dumont-Session-Expires", end))) {
            await().until(() -> stream.ended);
            assertThat(stream.all("event")).containsExactly("expired");
        }
    }

    @Test
    void aUserHasFivePlaces() throws Exception {
        List<Http.Stream> open = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                open.add(http.stream("/api/v1/events/stream", user, Map.of()));
            }
            assertThat(open).allMatch(stream -> stream.status == 200);
            Http.Answer sixth = http.get("/api/v1/events/stream", user);
            assertThat(sixth.status()).isEqualTo(429);
            assertThat(sixth.body().path("code").asString("")).isEqualTo("too_many_streams");
        } finally {
            for (Http.Stream stream : open) {
                stream.close();
            }
        }
        await().until(() -> {
            try (Http.Stream again = http.stream("/api/v1/events/stream", user, Map.of())) {
                return again.status == 200;
            }
        });
    }

    @Test
    void aMachinesEndIsToldOnce() {
        status("destroying", "destroyed");
        publish(machine.text(), new InstanceEvent.Destroyed("nlp-1"));
        publish(user.text(), new IdentityEvent.ApiKeyCreated(user, ids.next(ApiKeyId::new)));
        publish(machine.text(), new InstanceEvent.Renamed("a", "b"));
        await().until(() -> jdbc.sql("SELECT count(*) FROM inbox WHERE consumer = 'monitoring-events'")
                        .query(Long.class)
                        .single()
                >= 4);

        untilWritten(2);
    }

    /** Writers hold the user's lock until they commit, so nobody can read past an id that is still to appear. */
    @Test
    void orderOfIdsIsOrderOfCommits() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> transactions.executeWithoutResult(status -> {
                    insert("slow");
                    written.countDown();
                    try {
                        commit.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        written.await();
        Thread quick = Thread.ofVirtual().start(() -> transactions.executeWithoutResult(status -> insert("quick")));
        await().until(() -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                        .query(Long.class)
                        .single()
                == 1);
        assertThat(events.last(user)).isEmpty();

        commit.countDown();
        slow.join();
        quick.join();

        assertThat(events.after(user, null, EventFilter.of(null, null), 10))
                .extracting(StoredEvent::message)
                .containsExactly("slow", "quick");
    }

    private void insert(String message) {
        cloud.dumont.events.Envelope fact = new cloud.dumont.events.Envelope(
                ids.next(EventId::new),
                "ssh_key.changed",
                1,
                clock.instant(),
                user.text(),
                user.text(),
                1,
                null,
                user,
                Actor.system("test"),
                null,
                new cloud.dumont.events.UnknownEvent("x"));
        events.add(
                fact,
                new PublicEvent(
                        "ssh_key.changed",
                        PublicEvent.Severity.INFO,
                        null,
                        message,
                        cloud.dumont.json.DumontJson.mapper().createObjectNode()),
                user,
                clock.instant());
    }
}
