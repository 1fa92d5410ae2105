package cloud.dumont.restore.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of S3 as a reader sees, on loopback; answers in {@code faults} are given first. */
final class S3Server implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    final TreeMap<String, byte[]> objects;
    final Deque<Integer> faults = new ArrayDeque<>();
    volatile String lastAuthorization = "";
    private final HttpServer server;

    S3Server(TreeMap<String, byte[]> objects) throws IOException {
        this.objects = objects;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/bucket", this::handle);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    S3Location location() {
        return new S3Location(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "auto", "bucket");
    }

    private void handle(HttpExchange exchange) throws IOException {
        lastAuthorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Integer fault = faults.poll();
        if (fault != null) {
            answer(exchange, fault, "<Error/>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String path = exchange.getRequestURI().getPath().substring("/bucket".length());
        if (path.isEmpty()) {
            answer(exchange, 200, listing(query(exchange)));
        } else {
            object(exchange, objects.get(path.substring(1)));
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
            int equals = part.indexOf('=');
            query.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private byte[] listing(Map<String, String> query) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult><Name>bucket</Name>");
        objects.tailMap(query.getOrDefault("start-after", ""), false).entrySet().stream()
                .filter(o -> o.getKey().startsWith(query.get("prefix")))
                .limit(Integer.parseInt(query.get("max-keys")))
                .forEach(o -> xml.append("<Contents><Key>")
                        .append(o.getKey())
                        .append("</Key><Owner><ID>1</ID></Owner><Size>")
                        .append(o.getValue().length)
                        .append("</Size></Contents>"));
        return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void object(HttpExchange exchange, byte[] object) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (object == null) {
            answer(exchange, 404, new byte[0]);
        } else if (range == null) {
            answer(exchange, 200, object);
        } else {
            Matcher matcher = RANGE.matcher(range);
            matcher.matches();
            boolean suffix = matcher.group(1).isEmpty();
            long from = suffix
                    ? Math.max(0, object.length - Long.parseLong(matcher.group(2)))
                    : Long.parseLong(matcher.group(1));
            long to = suffix ? object.length : Math.min(object.length, Long.parseLong(matcher.group(2)) + 1);
            if (from >= object.length) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */" + object.length);
                answer(exchange, 416, new byte[0]);
                return;
            }
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + object.length);
            answer(exchange, 206, Arrays.copyOfRange(object, (int) from, (int) to));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = "HEAD".equals(exchange.getRequestMethod());
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
