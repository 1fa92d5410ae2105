package cloud.dumont.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.identity.session.AccessKeys;
import cloud.dumont.gateway.testing.GatewayTest;
import cloud.dumont.gateway.testing.Visitor;
import cloud.dumont.gateway.testing.World;
import cloud.dumont.web.caller.ServiceTokens;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@GatewayTest
class AccessTokenTest {
    @LocalServerPort
    private int port;

    @Autowired
    private AccessKeys keys;

    private Visitor ana;
    private JWTClaimsSet claims;
    private ECKey key;

    @BeforeEach
    void logIn() throws Exception {
        ana = Visitor.loggedIn(port);
        claims = SignedJWT.parse(ana.token).getJWTClaimsSet();
        key = JWKSet.parse(Files.readString(World.FILES.resolve("keys/access.json")))
                .getKeys()
                .getFirst()
                .toECKey();
    }

    @Test
    void itSaysWhoAndForHowLong() throws Exception {
        SignedJWT token = SignedJWT.parse(ana.token);
        assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(token.getHeader().getKeyID())
                .isEqualTo(key.computeThumbprint().toString());
        assertThat(claims.getClaims().keySet()).contains("iss", "aud", "sub", "sid", "scp", "iat", "exp", "jti", "sev");
        assertThat(claims.getAudience()).containsExactly("dumont-api");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void thePublishedKeyVerifiesItAndIsPublicOnly() throws Exception {
        String published = ana.get("/.well-known/jwks.json").body();
        assertThat(published).doesNotContain("\"d\"");
        ECKey publicKey = JWKSet.parse(published).getKeys().getFirst().toECKey();
        assertThat(SignedJWT.parse(ana.token).verify(new com.nimbusds.jose.crypto.ECDSAVerifier(publicKey)))
                .isTrue();
        assertThat(Files.getPosixFilePermissions(World.FILES.resolve("keys/access.json")))
                .hasSize(2);
    }

    @Test
    void anExpiredOneSaysSo() {
        World.CLOCK.advance(Duration.ofMinutes(10).plusSeconds(29));
        assertThat(ana.get("/api/v1/account").status()).isEqualTo(200);
        World.CLOCK.advance(Duration.ofSeconds(2));
        Visitor.Answer answer = ana.get("/api/v1/account");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("token_expired");
    }

    @Test
    void forgedOnesAreNothing() throws Exception {
        assertThat(code(signed(claims))).as("the control: a proper one").isEqualTo("");

        assertThat(code(unsigned())).isEqualTo("unauthenticated");
        assertThat(code(signedWithThePublicKeyAsAPassword())).isEqualTo("unauthenticated");
        assertThat(code(signed(builder().audience("monitoring-service").build())))
                .isEqualTo("unauthenticated");
        assertThat(code(signed(
                        builder().audience(java.util.List.of("dumont-api", "x")).build())))
                .isEqualTo("unauthenticated");
        assertThat(code(signed(builder().issuer("https://elsewhere.test").build())))
                .isEqualTo("unauthenticated");
        assertThat(code(signed(builder().expirationTime(null).build()))).isEqualTo("unauthenticated");
        assertThat(code(signed(builder()
                        .issueTime(Date.from(World.CLOCK.instant().plusSeconds(120)))
                        .build())))
                .isEqualTo("unauthenticated");
        assertThat(code(signed(claims, "JWT"))).isEqualTo("unauthenticated");
        assertThat(code(ana.token.substring(0, ana.token.length() - 6) + "AAAAAA"))
                .isEqualTo("unauthenticated");
        assertThat(code("x.y.z")).isEqualTo("unauthenticated");
        assertThat(code("")).isEqualTo("unauthenticated");
    }

    @Test
    void tokensOfServicesAndAgentsAreForOtherDoors() {
        ServiceTokens monitoring = new ServiceTokens(World.MONITORING, Clock.systemUTC());
        assertThat(code(monitoring.forService("gateway"))).isEqualTo("unauthenticated");
        assertThat(code(monitoring.sign(monitoring
                        .claims("agent")
                        .subject("plc_x")
                        .claim("plc", "plc_x")
                        .build())))
                .isEqualTo("unauthenticated");
        assertThat(keys.published().getKeys()).hasSize(1);
    }

    private JWTClaimsSet.Builder builder() {
        return new JWTClaimsSet.Builder(claims);
    }

    private String code(String token) {
        return ana.with(token).get("/api/v1/account").code();
    }

    private String signed(JWTClaimsSet wanted) throws Exception {
        return signed(wanted, "at+jwt");
    }

    private String signed(JWTClaimsSet wanted, String type) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(key.computeThumbprint().toString())
                        .type(new JOSEObjectType(type))
                        .build(),
                wanted);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private String unsigned() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8)) + ".";
    }

    private String signedWithThePublicKeyAsAPassword() throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(key.computeThumbprint().toString())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims);
        jwt.sign(new MACSigner(key.toPublicKey().getEncoded()));
        return jwt.serialize();
    }
}
