package cloud.dumont.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.EnrollAnswer;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    Path folder;

    private StateFiles state;

    @BeforeEach
    void state() throws IOException {
        state = StateFiles.in(folder.resolve("state"));
    }

    private static EnrollAnswer answer() {
        Ids ids = Ids.secure(InstantSource.system());
        return new EnrollAnswer(
                ids.next(InstanceId::new),
                ids.next(PlacementId::new),
                new Epoch(2),
                "nlp-1",
                "PRIVATE",
                "PUBLIC",
                List.of(),
                Map.of(),
                null,
                "n",
                30);
    }

    @Test
    void theKeyIsMadeOnceAndIsPrivate() throws Exception {
        AgentKey first = AgentKey.loadOrMake(state);
        AgentKey second = AgentKey.loadOrMake(state);
        byte[] message = "beat".getBytes(StandardCharsets.UTF_8);

        assertThat(second.publicKey()).isEqualTo(first.publicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state/agent.key"))))
                .isEqualTo("rw-------");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(first.publicKey()))));
        verifier.update(message);
        assertThat(verifier.verify(Base64.getDecoder().decode(second.sign(message))))
                .isTrue();
    }

    @Test
    void anEnrolmentIsKeptOverRestartsWithTheSameToken() throws IOException {
        EnrollAnswer answer = answer();
        Enrolment.keep(state, "dcb_one", answer);

        assertThat(Enrolment.kept(state, "dcb_one")).contains(answer);
        assertThat(Enrolment.kept(state, null)).contains(answer);
    }

    @Test
    void aNewTokenOnAnOldDiskMeansANewPlacement() throws IOException {
        Enrolment.keep(state, "dcb_one", answer());
        state.write("quiesced", "");
        state.write("last-command", "9");

        assertThat(Enrolment.kept(state, "dcb_two")).isEmpty();
        Enrolment.keep(state, "dcb_two", answer());

        assertThat(state.read("quiesced")).isEmpty();
        assertThat(state.read("last-command")).isEmpty();
    }

    @Test
    void aBrokenEnrolmentIsMadeAgain() throws IOException {
        Enrolment.keep(state, "dcb_one", answer());
        state.write("enrolment.json", "{\"half\":");

        assertThat(Enrolment.kept(state, "dcb_one")).isEmpty();
    }

    @Test
    void onlyOneAgentWorksInAFolder() throws Exception {
        assertThat(state.lock()).isNotNull();
        ProcessBuilder other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "cloud.dumont.agent.Main")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        other.environment().putAll(Map.of("DUMONT_URL", "http://127.0.0.1:1", "DUMONT_HOME", folder.toString()));

        assertThat(other.start().waitFor()).isEqualTo(75);
    }
}
