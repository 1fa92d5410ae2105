package cloud.dumont.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DUMONT_KEY=hush sh run | DUMONT_KEY=*** sh run",
                "a=b;api_token: hush;c=d | a=b;api_token: ***;c=d",
                "export MY_SECRET='hush' | export MY_SECRET='***'",
                "X=PASSWORD=hush | X=PASSWORD=***",
                "u?token=hush&key=hush | u?token=***&key=***",
                "MONKEYS are not keys | MONKEYS are not keys",
                "TOKEN= | TOKEN="
            })
    void whatIsAssignedToASecretNameIsTakenOut(String text, String clean) {
        assertThat(Redaction.body(text)).isEqualTo(clean);
    }

    @Test
    void ofPairsTheNameStaysAndScriptsGo() {
        String items =
                "{\"items\":[{\"key\":\"startup-script\",\"value\":\"hush\"},{\"key\":\"ssh-keys\",\"value\":\"u:k\"}]}";
        assertThat(Redaction.body(items))
                .hasToString("{\"items\":[{\"key\":\"startup-script\",\"value\":\"***\"},"
                        + "{\"key\":\"ssh-keys\",\"value\":\"u:k\"}]}");
    }

    /** Under a vendor's lock, where a body that takes hours would stop the vendor. */
    @Test
    void aLongWordTakesNoTimeToSpeakOf() {
        String word = "KEY".repeat(200_000);
        assertThat(Redaction.body(word)).isEqualTo(word);
        assertThat(Redaction.body(word + "=hush")).isEqualTo(word + "=***");
    }
}
