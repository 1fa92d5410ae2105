package cloud.dumont.sandbox.gce.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of the filter language that clients of this kind use: comparisons, all of which must hold. */
record ListFilter(List<Predicate<JsonNode>> terms) {
    private static final Pattern TERM =
            Pattern.compile("([\\w.-]+)\\s*(!=|=|:|\\beq\\b|\\bne\\b)\\s*(\"[^\"]*\"|[^\\s()]+)");

    static ListFilter of(@Nullable String text) {
        List<Predicate<JsonNode>> terms = new ArrayList<>();
        if (text != null && !text.isBlank()) {
            String rest = text.replace("(", " ").replace(")", " ").replaceAll("\\bAND\\b", " ");
            if (rest.matches(".*\\bOR\\b.*")) {
                throw invalid(text);
            }
            Matcher matcher = TERM.matcher(rest);
            while (matcher.find()) {
                terms.add(term(
                        matcher.group(1), matcher.group(2), matcher.group(3).replace("\"", "")));
            }
            if (terms.isEmpty() || !TERM.matcher(rest).replaceAll("").isBlank()) {
                throw invalid(text);
            }
        }
        return new ListFilter(terms);
    }

    private static ApiError invalid(String text) {
        return ApiError.invalid("Invalid value for field 'filter': '" + text + "'. Invalid list filter expression.");
    }

    private static Predicate<JsonNode> term(String field, String operator, String wanted) {
        return node -> {
            JsonNode found = node;
            for (String part : field.split("\\.")) {
                found = found.path(part);
            }
            String actual = found.isMissingNode() ? null : found.asString("");
            boolean equal = actual != null && (actual.equals(wanted) || actual.endsWith("/" + wanted));
            return switch (operator) {
                case ":" -> actual != null && has(actual, wanted);
                case "!=" -> !equal;
                case "eq" -> actual != null && matches(actual, wanted);
                case "ne" -> actual == null || !matches(actual, wanted);
                default -> equal;
            };
        };
    }

    /** Of {@code :}: a part of the text, or all of it with stars for anything. */
    private static boolean has(String actual, String wanted) {
        if (!wanted.contains("*")) {
            return actual.contains(wanted);
        }
        return actual.matches(
                Stream.of(wanted.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** Of {@code eq} and {@code ne}: a regular expression for the whole text. */
    private static boolean matches(String actual, String wanted) {
        try {
            return actual.matches(wanted);
        } catch (PatternSyntaxException wrong) {
            throw invalid(wanted);
        }
    }

    List<ObjectNode> of(List<ObjectNode> all) {
        return all.stream()
                .filter(node -> terms.stream().allMatch(term -> term.test(node)))
                .toList();
    }
}
