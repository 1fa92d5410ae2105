package cloud.dumont.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.BackupPolicy;
import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.ListAnswer;
import cloud.dumont.agent.protocol.backup.ListRequest;
import cloud.dumont.agent.protocol.backup.OrderFailed;
import cloud.dumont.agent.protocol.backup.Preparation;
import cloud.dumont.agent.protocol.backup.PreparationReport;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.agent.protocol.backup.RestoreOrder;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents live longer than releases: the wire form changes only by added fields. */
class AgentGoldenTest {
    private static final UUID UUID_1 = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant AT = Instant.parse("2026-11-23T16:00:00.123Z");
    private static final BoxFacts BOX = new BoxFacts(
            List.of(new BoxFacts.Gpu("NVIDIA GeForce RTX 4090", 24564, "GPU-1")),
            "570.133.20",
            16,
            64_000_000_000L,
            60_000_000_000L,
            "6.1.0",
            List.of("net_admin"),
            "root");

    private static final CommitRef TREE = new CommitRef(2, 640, "ab");
    private static final CommitRef TIP = new CommitRef(3, 812, "ac");
    private static final BackupOrders ORDERS = new BackupOrders(
            new BackupPolicy(4, true, 30, List.of("/root"), List.of("*.tmp"), 1_099_511_627_776L),
            List.of(new BackupOrders.Snapshot("bko_1", BackupOrders.Snapshot.FINAL, 120)),
            new RestoreOrder("rst_1", List.of(TREE, TIP), List.of("/root/a"), "", false, true, null));

    private static final RestoreReport RESTORE = new RestoreReport(
            "rst_1", new Epoch(3), RestoreReport.HOT, 10, 100, 1_000, 10_000, 500, 1, List.of("/root/a"), null);

    static Stream<Object> messages() {
        return Stream.of(
                new EnrollRequest(1, "0.1.0", "MCow", BOX),
                new EnrollAnswer(
                        new InstanceId(UUID_1),
                        new PlacementId(UUID_1),
                        new Epoch(3),
                        "nlp-1",
                        "PEM",
                        "ssh-ed25519 AAAA",
                        List.of("ssh-ed25519 BBBB ana"),
                        Map.of("HF_HOME", "/data"),
                        "python train.py",
                        "n-1",
                        30),
                new NonceRequest(new PlacementId(UUID_1)),
                new NonceAnswer("n-1"),
                new TokenRequest(new PlacementId(UUID_1), "n-1", "c2ln"),
                new TokenAnswer("eyJ", 300, "n-2"),
                new PreflightReport(new Epoch(3), BOX, true, true, 50_000_000_000L, 90_000_000L, -12, null),
                new PreflightVerdict(PreflightVerdict.ACCEPTED, "preflight_passed"),
                new Beat(
                        7,
                        new Epoch(3),
                        "boot-1",
                        61_000,
                        AT,
                        new Beat.Load(12.5, 0.4, 1L, 2L, 3L, 4L, 61),
                        List.of(new Beat.GpuReading(0, "NVIDIA GeForce RTX 4090", 93.0, 20_000L, 24_564L, 71.0, null)),
                        true,
                        new Beat.StartCommand("exited", 0, "done"),
                        4,
                        new BackupReading("idle", 812, 900L, 0, 0, 9_000_000, 1_201, 5_000_000, true, null)),
                new BeatAnswer(AT, List.of(new Command(5, Command.Kind.KEYS_CHANGED)), 30),
                new Acks(List.of(new Acks.Ack(5, "done", null))),
                new AuthorizedKeys(List.of("ssh-ed25519 BBBB ana")),
                new Goodbye("sigterm"),
                new BackupOpen(new Epoch(3)),
                new BackupOpened("ins_1", "u/usr_1/i/ins_1/", "a2V5", List.of(TREE, TIP), ORDERS),
                ORDERS,
                new PresignRequest(
                        new Epoch(3),
                        List.of(new PresignRequest.Put("e/000000000003/p/000000000007", 9_000_000, "AAAAAA==")),
                        List.of("e/000000000002/c/000000000811"),
                        null),
                new PresignAnswer(
                        List.of(new PresignAnswer.Signed("e/x", "https://s/x?y", Map.of("If-None-Match", "*"))),
                        List.of(),
                        AT),
                new ListRequest(new Epoch(3), "e/000000000003/p/", null),
                new ListAnswer(List.of(new ListAnswer.Stored("e/000000000003/p/000000000001", 12)), null),
                new CommitRequest(
                        new Epoch(3),
                        813,
                        "cd",
                        4_096,
                        TIP,
                        1_200,
                        List.of(7L),
                        false,
                        true,
                        1_201,
                        5_000_000,
                        9_004_096,
                        "bko_1"),
                new CommitAnswer(813, AT, 5),
                new OrderFailed(new Epoch(3), "bko_1", OrderFailed.DEADLINE, "2 GB are left", 2_000_000_000),
                RESTORE,
                new Preparation("ins_1", "a2V5", ORDERS.policy(), ORDERS.restore(), true),
                new PreparationReport(
                        new Epoch(4), RESTORE, 700, new PreparationReport.Proof(99, 9_000, "0f", List.of("/root/a"))),
                new BootstrapFailure("no curl or wget", "use an image that has one of them"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theWireFormIsTheGoldenOneBothWays(Object message) {
        String json = AgentJson.mapper().writeValueAsString(message);
        String golden = golden(message.getClass().getSimpleName(), json);
        assertThat(json).isEqualTo(golden);
        assertThat(AgentJson.mapper().readValue(golden, message.getClass())).isEqualTo(message);
    }

    @Test
    void aCommandFromTheFutureIsUnknownNotBroken() {
        assertThat(AgentJson.mapper().readValue("{\"id\":9,\"kind\":\"dance\",\"speed\":2}", Command.class))
                .isEqualTo(new Command(9, Command.Kind.UNKNOWN));
    }

    /** With {@code -Dgolden.write=true} a missing file is written, for a person to read and commit. */
    private static String golden(String type, String current) {
        Path file = Path.of("src/test/resources/golden", type + ".json");
        try {
            if (!Files.exists(file) && Boolean.getBoolean("golden.write")) {
                Files.writeString(file, current + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
