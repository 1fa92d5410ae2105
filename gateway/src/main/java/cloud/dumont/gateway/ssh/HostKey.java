package cloud.dumont.gateway.ssh;

import cloud.dumont.gateway.identity.KeyFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The jump host's own key: ed25519, in a file that OpenSSH's tools can read. */
final class HostKey {
    private HostKey() {}

    static KeyPair readOrMake(Path file) {
        String text = KeyFiles.readOrMake(file, HostKey::make) + "\n";
        try (ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))) {
            return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("ssh host key"), in, null)
                    .iterator()
                    .next();
        } catch (IOException e) {
            throw new UncheckedIOException("the SSH host key cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the SSH host key cannot be used", e);
        }
    }

    private static String make() {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            KeyPair pair =
                    SecurityUtils.getKeyPairGenerator(SecurityUtils.EDDSA).generateKeyPair();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "dumont jump host", null, out);
            return out.toString(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an ed25519 key cannot be made", e);
        }
    }
}
