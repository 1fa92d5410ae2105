package cloud.dumont.agent.platform;

import cloud.dumont.agent.protocol.AgentJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to the platform, in the protocol's JSON. Never follows redirects: they would carry tokens elsewhere. */
public final class PlatformClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int MAX_BYTES = 8 << 20;
    private static final long LONGEST_PAUSE_S = 60;
    private final JsonMapper json = AgentJson.mapper();
    private final URI base;
    private final HttpClient http;

    public PlatformClient(URI base) {
        this.base = base;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    public <T> T post(String path, Object body, Map<String, String> headers, Class<T> answer) throws PlatformFailure {
        return post(path, json.writeValueAsBytes(body), headers, answer);
    }

    /** @param body sent as it is, e.g. because it is signed */
    public <T> T post(String path, byte[] body, Map<String, String> headers, Class<T> answer) throws PlatformFailure {
        return parse(send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body))), answer);
    }

    /** For a call whose answer has no body. */
    public void tell(String path, Object body, Map<String, String> headers) throws PlatformFailure {
        send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
    }

    public <T> T get(String path, Map<String, String> headers, Class<T> answer) throws PlatformFailure {
        return parse(send(request(path, headers).GET()), answer);
    }

    /** An answer that goes on; close it to end it. */
    public InputStream open(String path, Map<String, String> headers) throws PlatformFailure {
        HttpRequest.Builder request = request(path, headers).GET().setHeader("Accept", "text/event-stream");
        HttpResponse<InputStream> response = exchange(request);
        if (response.statusCode() != 200) {
            throw failure(response.statusCode(), response.headers(), body(response));
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        headers.forEach(builder::header);
        return builder;
    }

    private byte[] send(HttpRequest.Builder request) throws PlatformFailure {
        HttpResponse<byte[]> response = whole(request);
        if (response.statusCode() / 100 != 2) {
            throw failure(response.statusCode(), response.headers(), response.body());
        }
        return response.body();
    }

    /** With a limit for the body too: a request's own timeout ends with the headers. */
    private HttpResponse<byte[]> whole(HttpRequest.Builder request) throws PlatformFailure {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return answer.get(ANSWER.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() instanceof IOException cause ? cause : e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unreachable(e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private HttpResponse<InputStream> exchange(HttpRequest.Builder request) throws PlatformFailure {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static byte[] body(HttpResponse<InputStream> response) throws PlatformFailure {
        try (InputStream in = response.body()) {
            return in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static PlatformFailure.Unreachable unreachable(Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new PlatformFailure.Unreachable("the platform does not answer (" + why + ")", null);
    }

    private PlatformFailure failure(int status, HttpHeaders headers, byte[] body) {
        if (status >= 500 || status == 429 || status == 408) {
            return new PlatformFailure.Unreachable("the platform says " + status, retryAfter(headers));
        }
        return new PlatformFailure.Refused(status, problem(body));
    }

    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        String text = headers.firstValue("Retry-After").orElse("");
        if (!text.matches("\\d{1,6}")) {
            return null;
        }
        return Duration.ofSeconds(Math.min(LONGEST_PAUSE_S, Long.parseLong(text)));
    }

    private JsonNode problem(byte[] body) {
        try {
            return json.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    private <T> T parse(byte[] body, Class<T> type) throws PlatformFailure {
        try {
            return json.readValue(body, type);
        } catch (JacksonException e) {
            // Whoever answered is not the platform, e.g. a proxy's page: come again.
            throw new PlatformFailure.Unreachable("the answer is not the platform's", null);
        }
    }
}
