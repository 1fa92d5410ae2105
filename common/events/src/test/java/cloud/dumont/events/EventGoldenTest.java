package cloud.dumont.events;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.IntervalId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.RestoreId;
import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire form is frozen: a new type gets a new file in {@code golden/}; an existing file changes only by added fields. */
class EventGoldenTest {
    private static final UUID UUID_1 = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant AT = Instant.parse("2026-11-23T16:00:00.123Z");
    private static final InstanceId INSTANCE = new InstanceId(UUID_1);
    private static final BackupId BACKUP = new BackupId(UUID_1);
    private static final RestoreId RESTORE = new RestoreId(UUID_1);
    private static final FailoverId FAILOVER = new FailoverId(UUID_1);
    private static final PlacementId PLACEMENT = new PlacementId(UUID_1);
    private static final UserId USER = new UserId(UUID_1);
    private static final HourlyPrice PRICE = HourlyPrice.parse("0.214");
    private static final HourlyPrice COST = HourlyPrice.parse("0.178");

    static Stream<DomainEvent> samples() {
        return Stream.of(
                new InstanceEvent.Requested("nlp-1", "rtx_4090", 1, PRICE),
                new InstanceEvent.StatusChanged(
                        "nlp-1",
                        "booting",
                        "running",
                        "preflight_passed",
                        Map.of("gpu", "RTX 4090"),
                        "The GPU answers."),
                new InstanceEvent.RouteChanged("nlp-1", "203.0.113.4", 40122, "ssh-ed25519 AAAA"),
                new InstanceEvent.Renamed("nlp-1", "nlp-2"),
                new InstanceEvent.Destroyed("nlp-1"),
                new PlacementEvent.Intended(INSTANCE, "gpu", "vastai", "dc-prod-7f3c9a-1", COST, PRICE),
                new PlacementEvent.AttemptSettled(INSTANCE, 2, "41000001", "rejected", "no_capacity", 812),
                new PlacementEvent.Enrolled(INSTANCE, "0.1.0", "SHA256:abc"),
                new PlacementEvent.ServingStarted(INSTANCE, "gpu", 1, AT, PRICE, COST, "rtx_4090", 1, "vastai"),
                new PlacementEvent.ServingEnded(INSTANCE, "gpu", 1, AT, "stopped", AT),
                new PlacementEvent.Gone(INSTANCE, "30000001", List.of("list", "get"), AT),
                new BackupEvent.Committed(INSTANCE, BACKUP, 812, "continuous", AT, 1201, 1_048_576),
                new BackupEvent.Verified(INSTANCE, BACKUP, 812, "sample"),
                new BackupEvent.Damaged(INSTANCE, BACKUP, 812, 2, List.of("/root/a", "/root/b")),
                new BackupEvent.Late(INSTANCE, 320),
                new BackupEvent.Failed(INSTANCE, "final", "deadline", "2 files were not saved.", 4096),
                new BackupEvent.KeyShown(INSTANCE),
                new BackupEvent.OrdersChanged(INSTANCE, PLACEMENT),
                new BackupEvent.RestoreStarted(INSTANCE, RESTORE, BACKUP, true),
                new BackupEvent.RestoreCompleted(INSTANCE, RESTORE, 1201, 1_048_576, 34, 0),
                new BackupEvent.RestoreFailed(INSTANCE, RESTORE, "The disk is full."),
                new UsageEvent.Flushed(
                        INSTANCE, new IntervalId(UUID_1), 3600, Money.parse("0.214"), Money.parse("0.7704")),
                new UsageEvent.Anomaly(INSTANCE, "overlap", "two payers"),
                new WalletEvent.Changed(Money.parse("25"), Money.parse("0.1"), 59_444, AT, 91),
                new WalletEvent.Exhausted(List.of(INSTANCE)),
                new HealthEvent.Suspected(INSTANCE, AT, AT, List.of(new HealthEvent.Signal("beat_missed", AT, "35 s"))),
                new HealthEvent.Cleared(INSTANCE, AT),
                new HealthEvent.Lost(
                        INSTANCE,
                        AT,
                        AT,
                        "vendor",
                        List.of(new HealthEvent.Signal("vendor_says", AT, "outbid")),
                        "normal"),
                new HealthEvent.GuardChanged("region:vastai/ca", "partial", 41, 180, "41 of 180 are not heard of"),
                new FailoverEvent.Decided(INSTANCE, FAILOVER, new Epoch(3), "lost", AT, AT, 9, PLACEMENT, "gpu", AT),
                new FailoverEvent.Completed(
                        INSTANCE,
                        FAILOVER,
                        new Epoch(4),
                        "standby",
                        "us-central1-b",
                        AT,
                        AT,
                        "lost",
                        PLACEMENT,
                        "gpu",
                        Map.of("total", 75_400L)),
                new FailoverEvent.Returned(INSTANCE, FAILOVER, new Epoch(5), 12_300),
                new FailoverEvent.Aborted(INSTANCE, FAILOVER, "stopped"),
                new IdentityEvent.UserCreated(USER),
                new IdentityEvent.UserVerified(USER),
                new IdentityEvent.SshKeyChanged(USER, new SshKeyId(UUID_1), "added"),
                new IdentityEvent.ApiKeyCreated(USER, new ApiKeyId(UUID_1)),
                new IdentityEvent.ApiKeyRevoked(USER, new ApiKeyId(UUID_1)),
                new IdentityEvent.SessionReuseDetected(USER, new SessionId(UUID_1)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theWireFormIsTheGoldenOneBothWays(DomainEvent event) {
        Envelope envelope = envelope(event);
        String golden = golden(EventTypes.nameOf(event), EventJson.write(envelope));
        assertThat(EventJson.write(envelope)).isEqualTo(golden);
        assertThat(EventJson.read(golden)).isEqualTo(envelope);
    }

    @Test
    void everyPermittedTypeHasANameAndASample() {
        List<Class<?>> permitted = Arrays.stream(DomainEvent.class.getPermittedSubclasses())
                .filter(Class::isInterface)
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .<Class<?>>map(type -> type)
                .toList();
        assertThat(EventTypes.all().values()).containsExactlyInAnyOrderElementsOf(cast(permitted));
        assertThat(samples().<Class<?>>map(Object::getClass)).containsExactlyInAnyOrderElementsOf(permitted);
    }

    @Test
    void aTypeFromTheFutureIsUnknownNotBroken() {
        String json = EventJson.write(envelope(new InstanceEvent.Destroyed("nlp-1")))
                .replace("instance.destroyed", "instance.cloned")
                .replace("{\"name\":\"nlp-1\"}", "{\"copies\":[1,2]}");
        assertThat(EventJson.read(json).data()).isEqualTo(new UnknownEvent("instance.cloned"));
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> cast(List<?> list) {
        return (List<T>) list;
    }

    private static Envelope envelope(DomainEvent event) {
        return new Envelope(
                new EventId(UUID_1),
                EventTypes.nameOf(event),
                1,
                AT,
                "plc_x",
                INSTANCE.text(),
                17,
                new Epoch(3),
                USER,
                Actor.system("provisioning"),
                "act_x",
                event);
    }

    /** With {@code -Dgolden.write=true} a missing file is written, for a person to read and commit. */
    private static String golden(String type, String current) {
        Path file = Path.of("src/test/resources/golden", type + ".json");
        try {
            if (!Files.exists(file) && Boolean.getBoolean("golden.write")) {
                Files.writeString(file, current + "\n");
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
