package cloud.dumont.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {
    @Bean
    Pepper pepper(IdentityConfig config) {
        String text = KeyFiles.readOrMake(config.pepperFile(), IdentityConfiguration::newPepper);
        return new Pepper(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String newPepper() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
