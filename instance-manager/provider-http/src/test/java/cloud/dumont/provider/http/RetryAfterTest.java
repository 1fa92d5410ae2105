package cloud.dumont.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "5,                               PT5S",
        "' 5 ',                           PT5S",
        "0,                               PT0S",
        "999999999,                       PT1H",
        "'Mon, 23 Nov 2026 10:00:30 GMT', PT30S",
        "'Mon, 23 Nov 2026 09:00:00 GMT', PT0S",
        "-3,",
        "1.5,",
        "soon,",
        "'',",
        ","
    })
    void headerIsSecondsOrADate(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Optional.ofNullable(expected));
    }
}
