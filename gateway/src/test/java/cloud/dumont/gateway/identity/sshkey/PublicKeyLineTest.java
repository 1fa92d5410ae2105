package cloud.dumont.gateway.identity.sshkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.gateway.testing.SshKeygen;
import cloud.dumont.web.problem.RefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyLineTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"ed25519,256", "ecdsa,256", "ecdsa,384", "ecdsa,521", "rsa,2048", "rsa,4096"})
    void keysOfOpenSshAreTakenWithTheFingerprintItShows(String type, int bits) {
        SshKeygen.Made made = SshKeygen.make(directory, type, bits);
        PublicKeyLine line = PublicKeyLine.parse(made.publicLine());
        assertThat(line.fingerprint()).isEqualTo(made.fingerprint());
        assertThat(line.comment()).isEqualTo("a comment of mine");
        assertThat(made.publicLine()).startsWith(line.text());
    }

    @Test
    void aShortRsaKeyIsWeak() {
        String line = SshKeygen.make(directory, "rsa", 1024).publicLine();
        assertThatThrownBy(() -> PublicKeyLine.parse(line))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("key_weak");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 !!!!",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJ1nFq3bq2Yk0Jm1sFz3mQ3aX1W0y6kQ0N7c1h1bq2Yk",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nFq3bq2Yk0Jm1sFz3mQ3aX1W0y6kQ0N7c1h1bq2Yk\nssh-rsa AAAA",
                "command=\"rm\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nFq3bq2Yk0Jm1sFz3mQ3aX1W0y6kQ0N7c1h1bq2Yk",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5f////w==",
                "-----BEGIN OPENSSH PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> PublicKeyLine.parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("validation_failed");
    }
}
