package cloud.dumont.web.caller;

import cloud.dumont.kernel.UserId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Reads the {@link Caller} out of the internal token of the running request. */
public final class Callers {
    private Callers() {}

    public static Optional<Caller> current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token
                ? of(token.getToken())
                : Optional.empty();
    }

    private static Optional<Caller> of(Jwt jwt) {
        String subject = jwt.getSubject();
        if (subject == null || !subject.startsWith(UserId.PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(new Caller(
                UserId.parse(subject),
                claim(jwt, ServiceTokens.HANDLE),
                scopes(claim(jwt, ServiceTokens.SCOPES)),
                claim(jwt, ServiceTokens.ACTOR_TYPE),
                claim(jwt, ServiceTokens.ACTOR_ID),
                claim(jwt, ServiceTokens.ROLE)));
    }

    private static String claim(Jwt jwt, String name) {
        String value = jwt.getClaimAsString(name);
        return value == null ? "" : value;
    }

    private static Set<String> scopes(String words) {
        return Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
