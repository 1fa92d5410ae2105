package cloud.dumont.provider.http;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what vendors send: a number may be text and the other way round, anything may be null, absent or something else.
 * What cannot be understood is empty, never an exception. Numbers are decimals, so that money survives.
 */
public final class LenientJson {
    private static final int MOST_DIGITS = 40;
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
    /** the year 9999 */
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_800L);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private LenientJson() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Empty when {@code text} is no JSON document, or an empty one. */
    public static Optional<JsonNode> parse(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Text, a number or a boolean as text, without space around it; empty when blank, null or a structure. */
    public static Optional<String> text(JsonNode parent, String name) {
        JsonNode node = parent.path(name);
        if (!node.isValueNode() || node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(node.asString("").strip()).filter(text -> !text.isEmpty());
    }

    public static Optional<BigDecimal> decimal(JsonNode parent, String name) {
        return text(parent, name).filter(text -> text.length() <= MOST_DIGITS).flatMap(LenientJson::parseDecimal);
    }

    /** A whole number; a fraction is cut off. */
    public static OptionalLong whole(JsonNode parent, String name) {
        Optional<BigDecimal> value = decimal(parent, name);
        if (value.isEmpty() || value.get().abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.get().longValue());
    }

    public static OptionalInt integer(JsonNode parent, String name) {
        OptionalLong value = whole(parent, name);
        return value.isPresent() && Math.abs(value.getAsLong()) <= Integer.MAX_VALUE
                ? OptionalInt.of((int) value.getAsLong())
                : OptionalInt.empty();
    }

    /** For claims such as speeds and reliability; never for money. */
    public static OptionalDouble real(JsonNode parent, String name) {
        return decimal(parent, name)
                .map(value -> OptionalDouble.of(value.doubleValue()))
                .orElseGet(OptionalDouble::empty);
    }

    /** {@code true}, {@code "true"}, {@code 1} and their opposites. */
    public static Optional<Boolean> flag(JsonNode parent, String name) {
        return text(parent, name).flatMap(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** Seconds since 1970, with or without a fraction. */
    public static Optional<Instant> epochSeconds(JsonNode parent, String name) {
        return decimal(parent, name)
                .filter(value -> value.signum() > 0 && value.compareTo(LAST_SECOND) < 0)
                .map(value -> {
                    BigDecimal fraction = value.subtract(BigDecimal.valueOf(value.longValue()));
                    long nanos = fraction.multiply(NANOS_PER_SECOND).longValue();
                    return Instant.ofEpochSecond(value.longValue(), nanos);
                });
    }

    private static Optional<BigDecimal> parseDecimal(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return Math.abs((long) value.scale()) <= MOST_DIGITS ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
