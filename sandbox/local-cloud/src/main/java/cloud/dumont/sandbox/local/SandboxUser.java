package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.mail.MailInbox;
import cloud.dumont.sandbox.os.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Signs the sandbox's user up as any newcomer would: register, read the mail, follow its link, log in. */
final class SandboxUser {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern TOKEN = Pattern.compile("[?&#]token=([A-Za-z0-9._~%-]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String gateway;
    private final MailInbox inbox;
    private final Path done;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * @param done a file that is there once the account is verified
     */
    SandboxUser(String gateway, MailInbox inbox, Path done) {
        this.gateway = gateway;
        this.inbox = inbox;
        this.done = done;
    }

    void ensure(Endpoints.Account account) throws IOException {
        if (Files.exists(done) || canLogIn(account)) {
            return;
        }
        int registered = post(
                "/api/v1/auth/register",
                Map.of("email", account.email(), "password", account.password(), "locale", "en"));
        if (registered / 100 != 2) {
            throw new IOException("the gateway answers " + registered + " when the sandbox user signs up");
        }
        String token = awaitToken(account.email());
        int verified = post("/api/v1/auth/verify-email", Map.of("token", token));
        if (verified / 100 != 2 || !canLogIn(account)) {
            throw new IOException("the sandbox user cannot log in (verification answered " + verified + ")");
        }
        Folders.writePrivate(done, account.email());
    }

    private boolean canLogIn(Endpoints.Account account) throws IOException {
        Map<String, Object> login = Map.of("email", account.email(), "password", account.password());
        return post("/api/v1/auth/login", login) == 200;
    }

    private String awaitToken(String email) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<String> token = inbox.to(email).stream()
                    .flatMap(message -> message.links().stream())
                    .map(TOKEN::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
            if (token.isPresent()) {
                return token.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new IOException(
                "no verification mail for the sandbox user arrived within " + PATIENCE.toSeconds() + " s");
    }

    private int post(String path, Map<String, Object> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
