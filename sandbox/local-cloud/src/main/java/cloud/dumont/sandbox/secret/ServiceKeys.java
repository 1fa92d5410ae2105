package cloud.dumont.sandbox.secret;

import cloud.dumont.sandbox.os.Folders;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One EC P-256 key per service as a JWK, and the set of all public halves. The key id is the service's name. */
public final class ServiceKeys {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int COORDINATE = 32;

    private final Secrets secrets;

    public ServiceKeys(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Where the private key of a service is. */
    public Path privateKey(String service) {
        return secrets.file(service + ".jwk.json");
    }

    /** Where the public keys of all services are. */
    public Path trustedKeys() {
        return secrets.file("trusted-keys.json");
    }

    /** Makes what is missing and writes the set of public keys anew. */
    public void prepare(List<String> services) throws IOException {
        for (String service : services) {
            if (!Files.exists(privateKey(service))) {
                Folders.writePrivate(privateKey(service), JSON.writeValueAsString(generate(service)));
            }
        }
        List<Map<String, Object>> publicKeys = services.stream()
                .map(service -> publicHalf(privateKey(service)))
                .toList();
        Folders.writePrivate(trustedKeys(), JSON.writeValueAsString(Map.of("keys", publicKeys)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> publicHalf(Path privateKey) {
        Map<String, Object> key = JSON.readValue(privateKey.toFile(), LinkedHashMap.class);
        key.remove("d");
        return key;
    }

    private static Map<String, Object> generate(String name) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
            Map<String, Object> key = new LinkedHashMap<>();
            key.put("kty", "EC");
            key.put("crv", "P-256");
            key.put("use", "sig");
            key.put("alg", "ES256");
            key.put("kid", name);
            key.put("x", encoded(publicKey.getW().getAffineX()));
            key.put("y", encoded(publicKey.getW().getAffineY()));
            key.put("d", encoded(((ECPrivateKey) pair.getPrivate()).getS()));
            return key;
        } catch (GeneralSecurityException impossible) {
            throw new IOException("this JDK cannot make P-256 keys", impossible);
        }
    }

    /** The number in exactly 32 bytes, base64url. */
    private static String encoded(BigInteger number) {
        byte[] bytes = new byte[COORDINATE];
        byte[] raw = number.toByteArray();
        int count = Math.min(raw.length, COORDINATE);
        System.arraycopy(raw, raw.length - count, bytes, COORDINATE - count, count);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
