package cloud.dumont.agent.protocol;

import static org.assertj.core.api.Assertions.assertThat;

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
                        4),
                new BeatAnswer(AT, List.of(new Command(5, Command.Kind.KEYS_CHANGED)), 30),
                new Acks(List.of(new Acks.Ack(5, "done", null))),
                new AuthorizedKeys(List.of("ssh-ed25519 BBBB ana")),
                new Goodbye("sigterm"),
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
