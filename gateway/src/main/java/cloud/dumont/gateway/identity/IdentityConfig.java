package cloud.dumont.gateway.identity;

import cloud.dumont.gateway.identity.account.FirstOperatorConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param publicUrl where users reach the platform, without a trailing slash; issuer of access tokens, root of links
 * @param mailFrom sender of mails
 * @param accessKeyFile JWK set of the keys of access tokens, the first signs; made when missing
 * @param pepperFile secret that goes into every password hash; made when missing
 */
@ConfigurationProperties("dumont")
public record IdentityConfig(
        String publicUrl,
        String mailFrom,
        Path accessKeyFile,
        Path pepperFile,
        @DefaultValue Hashing identity,
        @Nullable FirstOperatorConfig operator) {
    /** @param bcryptCost logarithm of the work of one hash */
    public record Hashing(@DefaultValue("12") int bcryptCost) {}

    public boolean overHttps() {
        return publicUrl.startsWith("https://");
    }
}
