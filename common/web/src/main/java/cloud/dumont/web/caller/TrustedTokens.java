package cloud.dumont.web.caller;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Duration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Verifies tokens of trusted services: exactly ES256, the issuer is the one whose key signed, the audience is exact, 30 s leeway. */
public final class TrustedTokens {
    private TrustedTokens() {}

    public static JwtDecoder decoder(ServiceIdentity identity, String audience) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(identity.trusted())));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
        // The validators below do this, against the service's clock leeway.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(Duration.ofSeconds(30)), issuedByItsSigner(), meantFor(audience)));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> issuedByItsSigner() {
        return jwt -> jwt.getClaimAsString("iss") != null
                        && jwt.getClaimAsString("iss").equals(jwt.getHeaders().get("kid"))
                ? OAuth2TokenValidatorResult.success()
                : failure("the issuer is not the signer");
    }

    private static OAuth2TokenValidator<Jwt> meantFor(String audience) {
        return jwt -> jwt.getAudience() != null && jwt.getAudience().equals(java.util.List.of(audience))
                ? OAuth2TokenValidatorResult.success()
                : failure("the token is for somebody else");
    }

    private static OAuth2TokenValidatorResult failure(String why) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", why, null));
    }
}
