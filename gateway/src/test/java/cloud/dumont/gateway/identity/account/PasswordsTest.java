package cloud.dumont.gateway.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.gateway.identity.IdentityConfig;
import cloud.dumont.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordsTest {
    private static PepperedBcrypt encoder(String pepper, int cost) {
        return new PepperedBcrypt(pepper.getBytes(StandardCharsets.UTF_8), cost);
    }

    @Test
    void longPasswordsCountToTheirLastCharacter() {
        PepperedBcrypt encoder = encoder("a pepper of some length", 4);
        String hash = encoder.encode("x".repeat(99) + "1");
        assertThat(encoder.matches("x".repeat(99) + "1", hash)).isTrue();
        assertThat(encoder.matches("x".repeat(99) + "2", hash)).isFalse();
    }

    @Test
    void aHashIsWorthlessWithoutThePepper() {
        String hash = encoder("a pepper of some length", 4).encode("password1");
        assertThat(encoder("another pepper, as long", 4).matches("password1", hash))
                .isFalse();
    }

    @Test
    void theWorkIsTwelveUnlessSaidOtherwise() {
        IdentityConfig config = new Binder(new MapConfigurationPropertySource(Map.of(
                        "dumont.public-url", "https://a.test",
                        "dumont.mail-from", "a@a.test",
                        "dumont.access-key-file", "/a",
                        "dumont.pepper-file", "/b")))
                .bind("dumont", IdentityConfig.class)
                .get();
        assertThat(config.identity().bcryptCost()).isEqualTo(12);
        assertThat(encoder("a pepper of some length", 12).encode("password1")).startsWith("$2a$12$");
    }

    @Test
    void anUnknownAccountCostsOneComparisonToo() {
        Counting encoder = new Counting();
        Passwords passwords = new Passwords(encoder);
        assertThat(passwords.matches(new Secret("password1"), null)).isFalse();
        assertThat(encoder.comparisons).isEqualTo(1);
        assertThat(passwords.matches(new Secret("nobody has this password"), null))
                .isFalse();
        assertThat(passwords.matches(new Secret("password1"), "hash of password1"))
                .isTrue();
    }

    private static final class Counting implements PasswordEncoder {
        private int comparisons;

        @Override
        public String encode(CharSequence password) {
            return "hash of " + password;
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            comparisons++;
            return hash.equals(encode(password));
        }
    }
}
