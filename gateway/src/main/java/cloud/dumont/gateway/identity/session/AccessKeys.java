package cloud.dumont.gateway.identity.session;

import cloud.dumont.gateway.identity.IdentityConfig;
import cloud.dumont.gateway.identity.KeyFiles;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import org.springframework.stereotype.Component;

/** The keys of access tokens, named by their thumbprints: the first of the file signs, all of them verify. */
@Component
public class AccessKeys {
    private final List<ECKey> keys;

    AccessKeys(IdentityConfig config) {
        this.keys = parse(KeyFiles.readOrMake(config.accessKeyFile(), AccessKeys::newSet));
    }

    private static String newSet() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).generate();
            return JSONObjectUtils.toJSONString(new JWKSet(key).toJSONObject(false));
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes P-256 keys", e);
        }
    }

    private static List<ECKey> parse(String text) {
        try {
            List<ECKey> keys = new java.util.ArrayList<>();
            for (JWK key : JWKSet.parse(text).getKeys()) {
                keys.add(new ECKey.Builder(key.toECKey())
                        .keyID(key.computeThumbprint().toString())
                        .build());
            }
            if (keys.isEmpty() || !keys.getFirst().isPrivate()) {
                throw new IllegalStateException("the first key of the access key file has to be a private one");
            }
            return List.copyOf(keys);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("the access key file is not a JWK set", e);
        }
    }

    ECKey signing() {
        return keys.getFirst();
    }

    /** Public parts only. */
    public JWKSet published() {
        return new JWKSet(keys.stream().map(key -> (JWK) key.toPublicJWK()).toList());
    }
}
