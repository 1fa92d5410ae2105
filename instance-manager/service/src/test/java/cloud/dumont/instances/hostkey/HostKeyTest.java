package cloud.dumont.instances.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyTest {
    private final Seal seal = new Seal(new byte[32]);

    @Test
    void opensshReadsTheKeyAndFindsTheSamePublicHalf(@TempDir Path dir) throws Exception {
        for (int i = 0; i < 5; i++) {
            HostKey key = new OpenSshKeys().make("ins_x" + i);
            Path file = dir.resolve("key" + i);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key.privatePem().reveal());
            Process keygen = new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keygen.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keygen.waitFor()).as(said).isZero();
            assertThat(said).startsWith(key.publicLine());
            assertThat(key.publicLine()).startsWith("ssh-ed25519 AAAA");
        }
    }

    @Test
    void whatIsSealedForOneMachineDoesNotOpenForAnother() {
        Seal.Sealed sealed = seal.close("ins_a", "secret");
        assertThat(seal.open("ins_a", sealed)).isEqualTo("secret");
        assertThat(new String(sealed.ciphertext(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThatThrownBy(() -> seal.open("ins_b", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Seal(Base64.getDecoder().decode("AQ==")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameTextIsSealedDifferentlyEachTime() {
        assertThat(seal.close("a", "x").ciphertext())
                .isNotEqualTo(seal.close("a", "x").ciphertext());
    }
}
