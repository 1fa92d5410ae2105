package cloud.dumont.gateway.identity.account;

import cloud.dumont.gateway.identity.IdentityConfig;
import cloud.dumont.gateway.identity.Pepper;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

@Configuration(proxyBeanMethods = false)
class AccountConfiguration {
    /** Names the way and the pepper, so that a later one can live beside it. */
    private static final String ENCODING = "bcrypt-h384:k1";

    @Bean
    PasswordEncoder passwordEncoder(Pepper pepper, IdentityConfig config) {
        return new DelegatingPasswordEncoder(
                ENCODING,
                Map.of(
                        ENCODING,
                        new PepperedBcrypt(pepper.bytes(), config.identity().bcryptCost())));
    }
}
