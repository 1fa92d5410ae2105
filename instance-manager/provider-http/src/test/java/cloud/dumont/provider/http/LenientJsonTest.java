package cloud.dumont.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LenientJsonTest {
    @ParameterizedTest
    @CsvSource({"0.1946667, 0.1946667", "'\"0.30\"', 0.30", "'\" 7 \"', 7", "1e-3, 0.001", "true,", "null,", "{},"})
    void decimalsAreExactAndMayBeText(String value, BigDecimal expected) {
        assertThat(LenientJson.decimal(object(value), "v").map(BigDecimal::stripTrailingZeros))
                .isEqualTo(Optional.ofNullable(expected).map(BigDecimal::stripTrailingZeros));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "\"NaN\"", "\"Infinity\"", "\"12 apples\"", "[1]", "\"\""})
    void monstersAreEmpty(String value) {
        assertThat(LenientJson.decimal(object(value), "v")).isEmpty();
        assertThat(LenientJson.whole(object(value), "v")).isEmpty();
        assertThat(LenientJson.real(object(value), "v")).isEmpty();
        assertThat(LenientJson.epochSeconds(object(value), "v")).isEmpty();
    }

    @Test
    void wholeNumbersCutFractionsAndKnowTheirLimits() {
        assertThat(LenientJson.whole(object("30000001.9"), "v")).hasValue(30_000_001);
        assertThat(LenientJson.whole(object("99999999999999999999"), "v")).isEmpty();
        assertThat(LenientJson.integer(object("3000000000"), "v")).isEmpty();
        assertThat(LenientJson.integer(object("\"22\""), "v")).hasValue(22);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "'\"True\"', true", "1, true", "false, false", "0, false", "'\"no\"',", "null,"})
    void flagsComeInManyForms(String value, Boolean expected) {
        assertThat(LenientJson.flag(object(value), "v")).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void textIsTrimmedAndABlankOneIsNone() {
        assertThat(LenientJson.text(object("\" 203.0.113.42\\n\""), "v")).contains("203.0.113.42");
        assertThat(LenientJson.text(object("42"), "v")).contains("42");
        assertThat(LenientJson.text(object("\"  \""), "v")).isEmpty();
        assertThat(LenientJson.text(object("{\"a\":1}"), "v")).isEmpty();
        assertThat(LenientJson.text(object("1"), "w")).isEmpty();
    }

    @Test
    void timesAreSecondsWithAFraction() {
        assertThat(LenientJson.epochSeconds(object("1795000000.25"), "v"))
                .contains(Instant.ofEpochSecond(1_795_000_000L, 250_000_000));
        assertThat(LenientJson.epochSeconds(object("0"), "v")).isEmpty();
        assertThat(LenientJson.epochSeconds(object("999999999999999"), "v")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "<html>", "API requests too frequent", "{\"a\":}"})
    void whatIsNoJsonIsEmpty(String text) {
        assertThat(LenientJson.parse(text)).isEmpty();
    }

    @Test
    void deepNestingIsNoJsonForUs() {
        assertThat(LenientJson.parse("[".repeat(5_000) + "]".repeat(5_000))).isEmpty();
    }

    private static JsonNode object(String value) {
        return LenientJson.parse("{\"v\":" + value + "}").orElseThrow();
    }
}
