package cloud.dumont.restore.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads RFC 8259 text into maps, lists, texts, Long, Double, Boolean and null; throws IllegalArgumentException. */
final class JsonText {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    JsonText(String text) {
        this.text = text;
    }

    @Nullable
    Object parse() {
        Object value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw wrong();
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        skipSpace();
        if (depth > DEEPEST || at >= text.length()) {
            throw wrong();
        }
        char c = text.charAt(at);
        if (c == '{') {
            return object(depth);
        }
        if (c == '[') {
            return array(depth);
        }
        if (c == '"') {
            return string();
        }
        if (c == 't' || c == 'f' || c == 'n') {
            return literal();
        }
        return number();
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        take('{');
        if (skipSpaceAndPeek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipSpace();
            String name = string();
            skipSpace();
            take(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw wrong();
            }
            if (skipSpaceAndPeek() != ',') {
                take('}');
                return members;
            }
            at++;
        }
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        take('[');
        if (skipSpaceAndPeek() == ']') {
            at++;
            return items;
        }
        while (true) {
            items.add(value(depth + 1));
            if (skipSpaceAndPeek() != ',') {
                take(']');
                return items;
            }
            at++;
        }
    }

    private String string() {
        take('"');
        StringBuilder result = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return result.toString();
            }
            if (c < ' ') {
                throw wrong();
            }
            result.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c != 'u' || at + 4 > text.length()) {
            throw wrong();
        }
        String digits = text.substring(at, at + 4);
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw wrong();
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private @Nullable Object literal() {
        for (String word : List.of("true", "false", "null")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return "null".equals(word) ? null : (Object) "true".equals(word);
            }
        }
        throw wrong();
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.matches("-?(0|[1-9][0-9]*)")) {
            return Long.parseLong(digits);
        }
        if (digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            return Double.parseDouble(digits);
        }
        throw wrong();
    }

    private char skipSpaceAndPeek() {
        skipSpace();
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private void take(char expected) {
        if (next() != expected) {
            throw wrong();
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("unexpected text at character " + Math.min(at, text.length()));
    }
}
