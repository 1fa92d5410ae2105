package cloud.dumont.gateway.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at the door: an HTTP client with an account of its own, a token and a cookie. */
public final class Visitor {
    public static final String PASSWORD = "correct horse battery";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String url;
    public final String email;
    public String token = "";
    public String refresh = "";

    public Visitor(int port) {
        this.url = "http://127.0.0.1:" + port;
        this.email = "visitor" + COUNT.incrementAndGet() + "@example.test";
    }

    public record Answer(int status, String body, HttpResponse<?> raw) {
        public JsonNode json() {
            return MAPPER.readTree(body.isEmpty() ? "{}" : body);
        }

        public String code() {
            return json().path("code").asString("");
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    public String url() {
        return url;
    }

    public static Visitor loggedIn(int port) {
        Visitor visitor = new Visitor(port);
        visitor.register();
        visitor.post(
                "/api/v1/auth/verify-email",
                Map.of("token", World.INBOX.await(visitor.email, 1).token()));
        visitor.login();
        return visitor;
    }

    public Answer register() {
        return post("/api/v1/auth/register", Map.of("email", email, "password", PASSWORD, "locale", "en"));
    }

    public Answer login() {
        Answer answer = post("/api/v1/auth/login", Map.of("email", email, "password", PASSWORD));
        keep(answer);
        return answer;
    }

    public Answer refresh(String cookie) {
        return send(request("/api/v1/auth/refresh")
                .header("X-Dumont", "1")
                .header("Cookie", "dc_rt=" + cookie)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    public void keep(Answer answer) {
        if (answer.status() == 200) {
            token = answer.json().path("access_token").asString();
            refresh = cookie(answer);
        }
    }

    public static String cookie(Answer answer) {
        String header = answer.header("Set-Cookie");
        return header.substring("dc_rt=".length(), header.indexOf(';'));
    }

    public Answer get(String path) {
        return send(authorized(path).GET());
    }

    public Answer post(String path, Object body) {
        return send(authorized(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body))));
    }

    public Answer patch(String path, String body) {
        return send(authorized(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) {
        return send(authorized(path).DELETE());
    }

    public HttpRequest.Builder authorized(String path) {
        HttpRequest.Builder request = request(path);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    public Visitor with(String bearer) {
        Visitor other = new Visitor(URI.create(url).getPort());
        other.token = bearer;
        return other;
    }

    public static Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response = open(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    public static <T> HttpResponse<T> open(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
