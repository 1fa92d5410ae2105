package cloud.dumont.agent.identity;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.EnrollAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What the platform answered when this box enrolled; kept, so that a restart needs no second enrolment. */
public final class Enrolment {
    private static final System.Logger log = System.getLogger(Enrolment.class.getName());
    private static final String FILE = "enrolment.json";
    private static final String TOKEN = "enrolment-token.sha256";
    /** What belongs to one placement and must not be taken along to the next. */
    private static final List<String> OF_THE_PLACEMENT = List.of(
            "quiesced",
            "accepted",
            "last-command",
            "seq",
            "frozen",
            "frozen-for-good",
            "final-commit",
            "restored-epoch",
            "restore-finished");

    private Enrolment() {}

    /** @param token of this start of the box: a new one means a new placement on an old disk; null: none was given */
    public static Optional<EnrollAnswer> kept(StateFiles state, @Nullable String token) throws IOException {
        if (token != null && state.read(TOKEN).filter(hash(token)::equals).isEmpty()) {
            return Optional.empty();
        }
        return state.read(FILE).flatMap(Enrolment::parse);
    }

    private static Optional<EnrollAnswer> parse(String json) {
        try {
            return Optional.of(AgentJson.mapper().readValue(json, EnrollAnswer.class));
        } catch (JacksonException e) {
            log.log(System.Logger.Level.WARNING, "the kept enrolment cannot be read; enrolling again");
            return Optional.empty();
        }
    }

    public static void keep(StateFiles state, String token, EnrollAnswer answer) throws IOException {
        state.delete(TOKEN);
        for (String file : OF_THE_PLACEMENT) {
            state.delete(file);
        }
        state.write(FILE, AgentJson.mapper().writeValueAsString(answer));
        state.write(TOKEN, hash(token));
    }

    private static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
