package cloud.dumont.sandbox.r2.wire;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request; the body is still to be read.
 *
 * @param path decoded
 * @param query decoded, in the order sent
 * @param headers by lower-case name
 * @param length of the body, -1 when it is not said
 */
public record R2Request(
        String method,
        String path,
        List<Parameter> query,
        TreeMap<String, List<String>> headers,
        long length,
        InputStream body) {

    /** One query parameter. */
    public record Parameter(String name, String value) {}

    static R2Request of(HttpExchange exchange) {
        TreeMap<String, List<String>> headers = new TreeMap<>();
        Headers sent = exchange.getRequestHeaders();
        sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new R2Request(
                exchange.getRequestMethod(),
                Percent.decode(exchange.getRequestURI().getRawPath()),
                parse(exchange.getRequestURI().getRawQuery()),
                headers,
                length(sent),
                exchange.getRequestBody());
    }

    private static long length(Headers headers) {
        String length = headers.getFirst("Content-Length");
        if (length != null) {
            return Long.parseLong(length);
        }
        return headers.containsKey("Transfer-Encoding") ? -1 : 0;
    }

    private static List<Parameter> parse(@Nullable String raw) {
        List<Parameter> query = new ArrayList<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&")) {
            int split = pair.indexOf('=');
            String name = split < 0 ? pair : pair.substring(0, split);
            String value = split < 0 ? "" : pair.substring(split + 1);
            query.add(new Parameter(decode(name), decode(value)));
        }
        return query;
    }

    private static String decode(String text) {
        return Percent.decode(text.replace('+', ' '));
    }

    public R2Request withBody(InputStream other) {
        return new R2Request(method, path, query, headers, length, other);
    }

    /** Several headers of a name are joined, as signatures want them. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(",", values);
    }

    public Optional<String> parameter(String name) {
        return query.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    public boolean has(String parameter) {
        return parameter(parameter).isPresent();
    }

    /** The first segment of the path; empty at the root. */
    public String bucket() {
        int slash = path.indexOf('/', 1);
        return path.isEmpty() ? "" : path.substring(1, slash < 0 ? path.length() : slash);
    }

    /** What follows the bucket; empty for a call on the bucket itself. */
    public String key() {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? "" : path.substring(slash + 1);
    }
}
