package cloud.dumont.sandbox.vastai.api;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The vendor's filter language: {@code {"field": {"op": value}}}, numbers and booleans also as strings. */
final class Filters {
    private static final Set<String> OPERATORS = Set.of("eq", "neq", "gt", "gte", "lt", "lte", "in", "notin");

    private Filters() {}

    /** Thrown with the sentence that the vendor answers in {@code msg}. */
    static final class BadFilter extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadFilter(String message) {
            super(message);
        }
    }

    /** Refuses operators that do not exist, whether or not there is anything to compare. */
    static void requireOperators(String field, JsonNode operators) {
        operators.propertyNames().forEach(operator -> {
            if (!OPERATORS.contains(operator)) {
                throw new BadFilter("Error in query parameters: " + operator + " is not a valid operator for " + field);
            }
        });
    }

    /** Whether a value satisfies every operator of one field's filter. */
    static boolean holds(String field, @Nullable JsonNode actual, JsonNode operators) {
        return operators.properties().stream()
                .allMatch(operator -> test(field, actual, operator.getKey(), operator.getValue()));
    }

    private static boolean test(String field, @Nullable JsonNode actual, String operator, JsonNode wanted) {
        return switch (operator) {
            case "eq" -> same(actual, wanted);
            case "neq" -> !same(actual, wanted);
            case "gt" -> compare(actual, wanted).map(order -> order > 0).orElse(false);
            case "gte" -> compare(actual, wanted).map(order -> order >= 0).orElse(false);
            case "lt" -> compare(actual, wanted).map(order -> order < 0).orElse(false);
            case "lte" -> compare(actual, wanted).map(order -> order <= 0).orElse(false);
            case "in" -> anyOf(actual, wanted);
            case "notin" -> !anyOf(actual, wanted);
            default ->
                throw new BadFilter("Error in query parameters: " + operator + " is not a valid operator for " + field);
        };
    }

    private static boolean anyOf(@Nullable JsonNode actual, JsonNode wanted) {
        for (JsonNode one : wanted) {
            if (same(actual, one)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(@Nullable JsonNode actual, JsonNode wanted) {
        if (actual == null || actual.isNull()) {
            return wanted.isNull() || "false".equalsIgnoreCase(text(wanted));
        }
        return compare(actual, wanted).map(order -> order == 0).orElse(false);
    }

    /** Order of the two as numbers if both are, else as text; empty when there is no value. */
    static Optional<Integer> compare(@Nullable JsonNode actual, JsonNode wanted) {
        if (actual == null || actual.isNull() || wanted.isNull()) {
            return Optional.empty();
        }
        Optional<BigDecimal> left = number(actual);
        Optional<BigDecimal> right = number(wanted);
        if (left.isPresent() && right.isPresent()) {
            return Optional.of(left.get().compareTo(right.get()));
        }
        return Optional.of(text(actual).compareTo(text(wanted)));
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(node.decimalValue());
        }
        if (!node.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(node.asString().trim()));
        } catch (NumberFormatException words) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode node) {
        return node.asString().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
