package cloud.dumont.monitoring;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.UserId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A user's client, as the gateway passes it on. */
public final class Http {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    public Http(int port) {
        this.url = "http://127.0.0.1:" + port;
    }

    public record Answer(int status, JsonNode body) {}

    public Answer get(String path, UserId user) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path, user, Map.of()), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), DumontJson.mapper().readTree(response.body()));
    }

    /** As another service, or an operator's tool. */
    public Answer getAsService(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + Platform.tokenOfService())
                .GET());
    }

    public Answer putAsService(String path, String json) throws IOException, InterruptedException {
        return put(path, json, Platform.tokenOfService());
    }

    public Answer put(String path, String json, String bearer) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), DumontJson.mapper().readTree(response.body()));
    }

    private HttpRequest request(String path, UserId user, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + Platform.tokenOf(user));
        headers.forEach(request::header);
        return request.GET().build();
    }

    /** Blocks of a stream, as they come. */
    public static final class Stream implements AutoCloseable {
        public final int status;
        public final List<String> blocks = new CopyOnWriteArrayList<>();
        public volatile boolean ended;
        private final InputStream in;

        Stream(HttpResponse<InputStream> response) {
            this.status = response.statusCode();
            this.in = response.body();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            StringBuilder block = new StringBuilder();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.isEmpty()) {
                        blocks.add(block.toString());
                        block.setLength(0);
                    } else {
                        block.append(line).append('\n');
                    }
                }
            } catch (IOException e) {
                blocks.add("closed");
            }
            ended = true;
        }

        /** Values of a field of all events so far, e.g. {@code id}. */
        public List<String> all(String field) {
            return blocks.stream()
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith(field + ": "))
                    .map(line -> line.substring(field.length() + 2))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    public Stream stream(String path, UserId user, Map<String, String> headers)
            throws IOException, InterruptedException {
        return new Stream(http.send(request(path, user, headers), HttpResponse.BodyHandlers.ofInputStream()));
    }
}
