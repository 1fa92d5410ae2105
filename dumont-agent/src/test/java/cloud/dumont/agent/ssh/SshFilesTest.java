package cloud.dumont.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshFilesTest {
    private static final String ANA = "ssh-ed25519 AAAAC3NzaC1lZDI1 ana@laptop";

    @TempDir
    Path folder;

    private StateFiles state;

    @BeforeEach
    void state() throws IOException {
        state = StateFiles.in(folder.resolve("state"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theKeysFileIsMadePrivate() throws IOException {
        Path file = folder.resolve("home/.ssh/authorized_keys");

        new AuthorizedKeysFile(file, state).manage(List.of(ANA));

        assertThat(Files.readString(file)).contains(ANA);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
    }

    @Test
    void bytesOfTheUserSurviveInAnyEncoding() throws IOException {
        Path file = folder.resolve("authorized_keys");
        byte[] latin = "ssh-rsa AAAA= Jo\u00e3o\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, latin);

        new AuthorizedKeysFile(file, state).manage(List.of("ssh-ed25519 AAAA José"));

        assertThat(Files.readAllBytes(file)).startsWith(latin);
        assertThat(Files.readAllBytes(file)).containsSequence("José".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLinkedKeysFileStaysALink() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "mine\n");
        Path link = Files.createSymbolicLink(folder.resolve("authorized_keys"), real);

        new AuthorizedKeysFile(link, state).manage(List.of(ANA));

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(real)).startsWith("mine\n").contains(ANA);
    }

    @Test
    void theHostKeyIsInstalledOnce() throws IOException {
        Path file = folder.resolve("ssh/ssh_host_ed25519_key");
        HostKeyFile key = new HostKeyFile(file);

        assertThat(key.install("PRIVATE", "ssh-ed25519 PUBLIC")).isTrue();
        assertThat(key.install("PRIVATE\n", "ssh-ed25519 PUBLIC")).isFalse();

        assertThat(Files.readString(file)).isEqualTo("PRIVATE\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve("ssh/ssh_host_ed25519_key.pub")))
                .isEqualTo("ssh-ed25519 PUBLIC\n");
        assertThat(folder.resolve("ssh").toFile().list()).hasSize(2);
    }

    @Test
    void anImagesHostKeyIsReplacedAndItsModeTightened() throws IOException {
        Path file = folder.resolve("ssh_host_ed25519_key");
        Files.writeString(file, "OTHER\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(new HostKeyFile(file).install("PRIVATE", "P")).isTrue();
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new HostKeyFile(notAFolder.resolve("key")).install("PRIVATE", "P"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void environmentIsQuotedForShellAndSshd() {
        assertThat(SshEnvironment.shell(Map.of("A", "it's $HOME"))).endsWith("export A='it'\\''s $HOME'\n");
        assertThat(SshEnvironment.setEnv(Map.of("A", "two words"))).isEqualTo("SetEnv \"A=two words\"\n");
        assertThat(SshEnvironment.setEnv(Map.of("A", "line\nPermitRootLogin yes")))
                .isEmpty();
    }

    @Test
    void portAndPidFileAreFoundInTheConfiguration() throws IOException {
        Files.writeString(
                folder.resolve("sshd_config"), "# x\nPort 2200\nPidFile " + folder.resolve("sshd.pid") + "\n");
        Files.writeString(folder.resolve("sshd.pid"), ProcessHandle.current().pid() + "\n");
        SshDaemon daemon = new SshDaemon(SshPlaces.of(Map.of("DUMONT_SSHD_DIR", folder.toString())));

        assertThat(daemon.port()).isEqualTo(2200);
        assertThat(daemon.process()).contains(ProcessHandle.current());
    }
}
