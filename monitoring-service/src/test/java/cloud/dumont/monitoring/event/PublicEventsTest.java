package cloud.dumont.monitoring.event;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.events.DomainEvent;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventTypes;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.events.UnknownEvent;
import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicEventsTest {
    private final Ids ids = Ids.secure(InstantSource.system());
    private final InstanceId instance = ids.next(InstanceId::new);
    private final UserId user = ids.next(UserId::new);
    private final FailoverId failover = ids.next(FailoverId::new);

    private Optional<PublicEvent> told(DomainEvent data) {
        return PublicEvents.of(
                new Envelope(
                        ids.next(EventId::new),
                        EventTypes.nameOf(data),
                        1,
                        Instant.EPOCH,
                        instance.text(),
                        instance.text(),
                        1,
                        null,
                        user,
                        Actor.system("test"),
                        null,
                        data),
                any -> "nlp-1");
    }

    @Test
    void backupsThatAMachineMakesAllTheTimeAreNotTold() {
        assertThat(told(committed("continuous"))).isEmpty();
        assertThat(told(new BackupEvent.OrdersChanged(instance, ids.next(PlacementId::new))))
                .isEmpty();
        PublicEvent manual = told(committed("manual")).orElseThrow();
        assertThat(manual.type()).isEqualTo("backup.committed");
        assertThat(manual.message()).isEqualTo("nlp-1: a snapshot was made.");
        assertThat(told(committed("final")).orElseThrow().message()).contains("final backup");
        PublicEvent late = told(new BackupEvent.Late(instance, 320)).orElseThrow();
        assertThat(late.severity().word()).isEqualTo("warning");
        assertThat(late.data().path("age_s").asInt()).isEqualTo(320);
    }

    private BackupEvent.Committed committed(String kind) {
        return new BackupEvent.Committed(instance, ids.next(BackupId::new), 3, kind, Instant.EPOCH, 5, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "requested,launching,instance.launching,info",
        "stopped,launching,instance.started,info",
        "launching,booting,instance.booting,info",
        "booting,running,instance.running,info",
        "running,suspect,instance.suspect,warning",
        "suspect,running,instance.recovered,info",
        "running,stopping,instance.stopping,info",
        "stopping,stopped,instance.stopped,info",
        "launching,failed,instance.failed,error",
        "running,destroying,instance.destroying,info",
        "destroying,destroyed,instance.destroyed,info"
    })
    void aChangeOfStateHasItsName(String from, String to, String type, String severity) {
        PublicEvent event = told(new InstanceEvent.StatusChanged("nlp-1", from, to, "why", Map.of(), "Because."))
                .orElseThrow();

        assertThat(event.type()).isEqualTo(type);
        assertThat(event.severity().word()).isEqualTo(severity);
        assertThat(event.instance()).isEqualTo(instance);
        assertThat(event.message()).isEqualTo("nlp-1: Because.");
        assertThat(event.data().path("reason").asString("")).isEqualTo("why");
    }

    @Test
    void anAttemptNamesTheMachine() {
        PublicEvent event = told(new PlacementEvent.AttemptSettled(
                        instance, 2, "off_1", "rejected", "no_capacity", 812))
                .orElseThrow();

        assertThat(event.type()).isEqualTo("instance.attempt");
        assertThat(event.message()).isEqualTo("nlp-1: offer 2 came to nothing (no_capacity).");
        assertThat(event.data().path("name").asString("")).isEqualTo("nlp-1");
    }

    @Test
    void anOrderSaysWhatItMayCost() {
        PublicEvent event = told(new InstanceEvent.Requested("nlp-1", "rtx_4090", 2, HourlyPrice.parse("0.3")))
                .orElseThrow();

        assertThat(event.type()).isEqualTo("instance.created");
        assertThat(event.message()).contains("2 × rtx_4090").contains("$0.3");
    }

    @Test
    void keysOfTheApiAreTold() {
        ApiKeyId key = ids.next(ApiKeyId::new);

        assertThat(told(new IdentityEvent.ApiKeyRevoked(user, key))
                        .orElseThrow()
                        .type())
                .isEqualTo("api_key.revoked");
    }

    @ParameterizedTest
    @CsvSource({"vendor,does not run any more", "silence,since 1970-01-01T00:00:00Z"})
    void aLossIsAnInterruption(String cause, String words) {
        PublicEvent event = told(new HealthEvent.Lost(
                        instance, Instant.EPOCH, Instant.EPOCH, cause, List.of(), "normal"))
                .orElseThrow();

        assertThat(event.type()).isEqualTo("instance.interrupted");
        assertThat(event.severity().word()).isEqualTo("error");
        assertThat(event.message()).startsWith("nlp-1 is lost: ").contains(words);
        assertThat(event.data().path("cause").asString()).isEqualTo(cause);
    }

    @Test
    void aMoveIsToldFromItsStart() {
        PublicEvent started = told(new FailoverEvent.Decided(
                        instance,
                        failover,
                        new Epoch(3),
                        "lost",
                        Instant.parse("2026-11-25T10:00:00.250Z"),
                        Instant.parse("2026-11-25T10:00:12Z"),
                        11,
                        null,
                        null,
                        null))
                .orElseThrow();
        assertThat(started.type()).isEqualTo("failover.started");
        assertThat(started.severity().word()).isEqualTo("warning");
        assertThat(started.instance()).isEqualTo(instance);
        assertThat(started.message())
                .isEqualTo(
                        "nlp-1: it moves to another box. Its files are as of 2026-11-25T10:00:00Z, 11 s before it was"
                                + " heard of last.");
        assertThat(started.data().path("failover").asString()).isEqualTo(failover.text());
        assertThat(started.data().path("lost_work_seconds").asInt()).isEqualTo(11);
        assertThat(started.data().path("name").asString()).isEqualTo("nlp-1");

        PublicEvent unsaved = told(new FailoverEvent.Decided(
                        instance, failover, new Epoch(3), "lost", null, Instant.EPOCH, null, null, null, null))
                .orElseThrow();
        assertThat(unsaved.message()).endsWith("None of its files had been saved.");
    }

    @ParameterizedTest
    @CsvSource({"standby,on a standby in us-central1-b", "gpu,on a GPU in us-central1-b"})
    void aMoveThatWasMadeSaysWhereItLedAndHowLongItTook(String kind, String words) {
        PublicEvent completed = told(new FailoverEvent.Completed(
                        instance,
                        failover,
                        new Epoch(4),
                        kind,
                        "us-central1-b",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "lost",
                        ids.next(PlacementId::new),
                        "gpu",
                        Map.of("total", 75_449L)))
                .orElseThrow();
        assertThat(completed.type()).isEqualTo("failover.completed");
        assertThat(completed.severity().word()).isEqualTo("info");
        assertThat(completed.message()).contains(words).contains("75.4 s after");
        assertThat(completed.data().path("ms").path("total").asLong()).isEqualTo(75_449);
        assertThat(completed.data().path("to_epoch").asInt()).isEqualTo(4);
    }

    @Test
    void aReturnSaysHowLongProgramsStoodStill() {
        PublicEvent returned = told(new FailoverEvent.Returned(instance, failover, new Epoch(5), 12_350))
                .orElseThrow();
        assertThat(returned.type()).isEqualTo("failover.returned");
        assertThat(returned.severity().word()).isEqualTo("info");
        assertThat(returned.message()).contains("12.4 s");
        assertThat(returned.data().path("frozen_ms").asLong()).isEqualTo(12_350);
    }

    @ParameterizedTest
    @CsvSource({
        "stopped,the machine was stopped",
        "destroyed,the machine was destroyed",
        "lost_again,was lost too",
        "something_new,its move ended."
    })
    void aMoveThatEndedOtherwiseSaysWhy(String reason, String words) {
        PublicEvent aborted =
                told(new FailoverEvent.Aborted(instance, failover, reason)).orElseThrow();
        assertThat(aborted.type()).isEqualTo("failover.aborted");
        assertThat(aborted.severity().word()).isEqualTo("warning");
        assertThat(aborted.message()).startsWith("nlp-1: ").contains(words);
        assertThat(aborted.data().path("reason").asString()).isEqualTo(reason);
    }

    @Test
    void whatIsNotForUsersIsNotTold() {
        assertThat(told(new HealthEvent.Suspected(instance, Instant.EPOCH, Instant.EPOCH, List.of())))
                .isEmpty();
        assertThat(told(new HealthEvent.GuardChanged("vendor:vastai", "partial", 3, 9, "3 of 9")))
                .isEmpty();
        assertThat(told(new PlacementEvent.Enrolled(instance, "1", "f"))).isEmpty();
        assertThat(told(new UnknownEvent("novel.thing"))).isEmpty();
    }

    @Test
    void idsRiseEvenWhenTheClockDoesNot() {
        EventIds ids = new EventIds();
        EventId first = ids.after(Optional.empty(), Instant.parse("2026-11-25T10:00:00Z"));
        EventId second = ids.after(Optional.of(first), Instant.parse("2026-11-25T09:00:00Z"));
        EventId overflow = ids.after(Optional.of(new EventId(new UUID(Long.MAX_VALUE, -1L))), Instant.EPOCH);

        assertThat(EventIds.compare(first.value(), second.value())).isNegative();
        assertThat(second.text()).isGreaterThan(first.text());
        assertThat(overflow.value()).isEqualTo(new UUID(Long.MIN_VALUE, 0));
    }
}
