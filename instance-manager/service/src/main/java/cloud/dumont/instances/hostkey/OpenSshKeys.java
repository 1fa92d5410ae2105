package cloud.dumont.instances.hostkey;

import cloud.dumont.kernel.Secret;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** Makes Ed25519 keys in the form that OpenSSH reads (PROTOCOL.key). */
final class OpenSshKeys {
    private static final String TYPE = "ssh-ed25519";
    private static final int KEY_BYTES = 32;
    private static final int BLOCK = 8;
    private static final int LINE = 70;
    private final SecureRandom random = new SecureRandom();

    HostKey make(String comment) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] spki = pair.getPublic().getEncoded();
            // The raw key is the tail of its X.509 form.
            byte[] point = Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length);
            byte[] blob = publicBlob(point);
            return new HostKey(
                    new Secret(pem(blob, point, seed, comment)),
                    TYPE + " " + Base64.getEncoder().encodeToString(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] publicBlob(byte[] point) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        text(out, TYPE);
        field(out, point);
        return bytes.toByteArray();
    }

    private String pem(byte[] blob, byte[] point, byte[] seed, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
        text(out, "none");
        text(out, "none");
        text(out, "");
        out.writeInt(1);
        field(out, blob);
        field(out, privateSection(point, seed, comment));
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes.toByteArray());
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private byte[] privateSection(byte[] point, byte[] seed, String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        int check = random.nextInt();
        out.writeInt(check);
        out.writeInt(check);
        text(out, TYPE);
        field(out, point);
        out.writeInt(2 * KEY_BYTES);
        out.write(seed);
        out.write(point);
        text(out, comment);
        for (int pad = 1; out.size() % BLOCK != 0; pad++) {
            out.writeByte(pad);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        field(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void field(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
