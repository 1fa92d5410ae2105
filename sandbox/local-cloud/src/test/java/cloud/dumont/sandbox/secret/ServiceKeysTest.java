package cloud.dumont.sandbox.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceKeysTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    @Test
    void what_a_private_key_signs_the_trusted_key_of_that_name_verifies() throws IOException, GeneralSecurityException {
        ServiceKeys keys = new ServiceKeys(new Secrets(folder));
        keys.prepare(List.of("gateway", "billing-service"));

        JsonNode own = JSON.readTree(keys.privateKey("gateway").toFile());
        JsonNode trusted = JSON.readTree(keys.trustedKeys().toFile()).get("keys");
        assertThat(trusted).hasSize(2);
        JsonNode other = trusted.get(0);
        assertThat(own.get("kid").asString())
                .isEqualTo("gateway")
                .isEqualTo(other.get("kid").asString());

        Signature signer = Signature.getInstance("SHA256withECDSA");
        KeyFactory factory = KeyFactory.getInstance("EC");
        signer.initSign(factory.generatePrivate(new ECPrivateKeySpec(number(own, "d"), curve())));
        signer.update(new byte[] {1, 2, 3});
        byte[] signature = signer.sign();
        signer.initVerify(factory.generatePublic(
                new ECPublicKeySpec(new ECPoint(number(other, "x"), number(other, "y")), curve())));
        signer.update(new byte[] {1, 2, 3});
        assertThat(signer.verify(signature)).isTrue();
    }

    @Test
    void private_parts_stay_private_and_the_same() throws IOException {
        ServiceKeys keys = new ServiceKeys(new Secrets(folder));
        keys.prepare(List.of("gateway"));
        String first = Files.readString(keys.privateKey("gateway"));

        keys.prepare(List.of("gateway"));

        assertThat(Files.readString(keys.privateKey("gateway"))).isEqualTo(first);
        assertThat(Files.readString(keys.trustedKeys())).doesNotContain("\"d\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.privateKey("gateway"))))
                .isEqualTo("rw-------");
    }

    private static BigInteger number(JsonNode key, String name) {
        byte[] bytes = Base64.getUrlDecoder().decode(key.get(name).asString());
        assertThat(bytes).hasSize(32);
        return new BigInteger(1, bytes);
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
