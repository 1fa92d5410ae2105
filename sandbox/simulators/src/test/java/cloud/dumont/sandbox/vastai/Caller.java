package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A client of the simulator that sends exactly what a test says. */
final class Caller {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final String key;

    Caller(String url, String key) {
        this.url = url;
        this.key = key;
    }

    record Answer(int status, String contentType, String text) {
        JsonNode json() {
            return Json.parse(text).orElseThrow(() -> new AssertionError("no JSON: " + text));
        }
    }

    Answer get(String path) throws IOException {
        return call("GET", path, null);
    }

    Answer put(String path, String body) throws IOException {
        return call("PUT", path, body);
    }

    Answer post(String path, String body) throws IOException {
        return call("POST", path, body);
    }

    Answer delete(String path) throws IOException {
        return call("DELETE", path, null);
    }

    Answer call(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static String encoded(String json) {
        return URLEncoder.encode(json, StandardCharsets.UTF_8);
    }
}
