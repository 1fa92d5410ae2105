package cloud.dumont.web.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * Who this service is among the services: its name and private key, and the public keys of those it believes.
 *
 * <p>Key files: {@code keyFile} one EC P-256 private JWK whose {@code kid} is the service's name; {@code trustedKeys} a
 * JWK set of public keys, each with a service's name as {@code kid}.
 */
public record ServiceIdentity(String name, ECKey key, JWKSet trusted) {
    public static ServiceIdentity load(String name, Path keyFile, Path trustedKeysFile) {
        try {
            ECKey key = ECKey.parse(Files.readString(keyFile));
            if (!name.equals(key.getKeyID())) {
                throw new IllegalStateException(
                        "the service key file is that of " + key.getKeyID() + ", not of " + name);
            }
            return new ServiceIdentity(name, key, JWKSet.parse(Files.readString(trustedKeysFile)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a service key file", e);
        } catch (ParseException e) {
            throw new IllegalStateException("a service key file is not a JWK", e);
        }
    }

    /** A service alone in the world, for tests: it believes itself and the other names given, all with new keys. */
    public static ServiceIdentity forTests(String name, ServiceIdentity... others) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID(name).generate();
            java.util.List<JWK> trusted = new java.util.ArrayList<>();
            trusted.add(key.toPublicJWK());
            for (ServiceIdentity other : others) {
                trusted.add(other.key().toPublicJWK());
            }
            return new ServiceIdentity(name, key, new JWKSet(trusted));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "ServiceIdentity[" + name + "]";
    }
}
