package cloud.dumont.agent.identity;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The key that is this agent: made once, on the box, and never sent anywhere. */
public final class AgentKey {
    private static final String FILE = "agent.key";
    private static final String ALGORITHM = "Ed25519";
    private final PrivateKey key;
    private final String publicKey;

    private AgentKey(PrivateKey key, String publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** Two lines in a private file: the private key (PKCS #8) and the public one (SubjectPublicKeyInfo), base64. */
    public static AgentKey loadOrMake(StateFiles state) throws IOException {
        try {
            List<String> lines =
                    state.read(FILE).map(String::lines).map(it -> it.toList()).orElse(List.of());
            if (lines.size() == 2) {
                return of(lines.get(0), lines.get(1));
            }
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            String secret = base64(pair.getPrivate().getEncoded());
            String open = base64(pair.getPublic().getEncoded());
            state.write(FILE, secret + "\n" + open + "\n");
            return of(secret, open);
        } catch (GeneralSecurityException e) {
            throw new IOException("the agent's key cannot be made or read", e);
        }
    }

    private static AgentKey of(String secret, String open) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret));
        return new AgentKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(spec), open);
    }

    /** base64 of the SubjectPublicKeyInfo */
    public String publicKey() {
        return publicKey;
    }

    /** base64 of the Ed25519 signature */
    public String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(message);
            return base64(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with Ed25519", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
