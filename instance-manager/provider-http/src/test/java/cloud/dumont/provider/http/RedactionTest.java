package cloud.dumont.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DUMONT_TOKEN=hush-hush",
                "jupyter_token: hush-hush",
                "{\"api_key\":\"hush-hush\"}",
                "Authorization: Bearer hush-hush",
                "sent bearer hush-hush",
                "password = hush-hush, and more",
                "https://me:hush-hush@registry.example/v2"
            })
    void secretsAreBlotted(String words) {
        assertThat(Redaction.clean(words)).doesNotContain("hush-hush").contains("***");
    }

    @Test
    void ordinaryWordsStayAsTheyAre() {
        String words = "Error response from daemon: manifest for image:1 not found";
        assertThat(Redaction.clean(words)).isEqualTo(words);
    }

    @Test
    void textBecomesOneShortLine() {
        assertThat(Redaction.clean("a\nb\u0000\tc")).isEqualTo("a b c");
        assertThat(Redaction.clean("x".repeat(100_000))).hasSize(300);
    }
}
