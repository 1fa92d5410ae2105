package cloud.dumont.gateway.routes;

import cloud.dumont.web.caller.Caller;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Shows this service's own controllers the caller in the form in which the other services get it. It is never sent anywhere. */
final class LocalAuthentication {
    private LocalAuthentication() {}

    static JwtAuthenticationToken of(Caller caller) {
        Jwt jwt = Jwt.withTokenValue("local")
                .header("alg", "none")
                .subject(caller.user().text())
                .claim("scp", String.join(" ", caller.scopes()))
                .claim("handle", caller.handle())
                .claim("act_type", caller.actorType())
                .claim("act_id", caller.actorId())
                .claim("role", caller.role())
                .build();
        return new JwtAuthenticationToken(jwt, AuthorityUtils.NO_AUTHORITIES);
    }
}
