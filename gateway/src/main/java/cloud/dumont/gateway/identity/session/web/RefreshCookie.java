package cloud.dumont.gateway.identity.session.web;

import cloud.dumont.gateway.identity.IdentityConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The refresh token's cookie: scripts cannot read it and other sites cannot send it. Over plain HTTP it can have neither the mark nor the name of a secure one. */
@Component
class RefreshCookie {
    private static final Duration LIFE = Duration.ofDays(30);
    private final boolean secure;
    private final String name;

    RefreshCookie(IdentityConfig config) {
        this.secure = config.overHttps();
        this.name = secure ? "__Secure-dc_rt" : "dc_rt";
    }

    Optional<String> in(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    String set(String token) {
        return cookie(token, LIFE);
    }

    String clear() {
        return cookie("", Duration.ZERO);
    }

    private String cookie(String value, Duration life) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .path("/api/v1/auth")
                .maxAge(life)
                .build()
                .toString();
    }
}
