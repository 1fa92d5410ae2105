package cloud.dumont.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Somebody with an account, a credential and an SSH key, who uses the platform through its API. */
final class User {
    static final Duration BOOT = Duration.ofMinutes(3);
    private final Platform platform;
    private final String email;
    private final String password;
    private volatile Api api;
    final Ssh ssh;

    private User(Platform platform, String email, String password, Ssh ssh) {
        this.platform = platform;
        this.email = email;
        this.password = password;
        this.api = platform.api(null);
        this.ssh = ssh;
    }

    /** Signs up as a person would: the mail's link proves the address. */
    static User signUp(Platform platform) {
        String email = "user-" + UUID.randomUUID().toString().substring(0, 8) + "@example.com";
        User user = new User(platform, email, "correct horse " + email, Ssh.newKey());
        platform.api(null)
                .post("/auth/register", Map.of("email", email, "password", user.password, "locale", "en"))
                .expect(202);
        String link = platform.mailLink(email);
        platform.api(null)
                .post("/auth/verify-email", Map.of("token", link.substring(link.indexOf("token=") + 6)))
                .expect(204);
        user.logIn();
        user.api()
                .post("/ssh-keys", Map.of("name", "laptop", "public_key", user.ssh.publicKey()))
                .expect(201);
        await().atMost(Duration.ofSeconds(30)).until(() -> user.available().signum() > 0);
        return user;
    }

    void logIn() {
        Api.Answer login = platform.api(null)
                .post("/auth/login", Map.of("email", email, "password", password))
                .expect(200);
        api = platform.api(login.text("access_token"));
    }

    String email() {
        return email;
    }

    String password() {
        return password;
    }

    Api api() {
        return api;
    }

    /** From here on the user works with this API key instead of a session. */
    User withApiKey(String... scopes) {
        Api.Answer key = api.post("/api-keys", Map.of("name", "script", "scopes", scopes))
                .expect(201);
        User script = new User(platform, email, password, ssh);
        script.api = platform.api(key.text("secret"));
        return script;
    }

    BigDecimal available() {
        return amount("available");
    }

    BigDecimal amount(String field) {
        return new BigDecimal(api.get("/billing/balance")
                .expect(200)
                .body()
                .path(field)
                .path("amount")
                .asString());
    }

    JsonNode cheapest(String gpu) {
        JsonNode offers = api.get("/offers?gpu=" + gpu + "&gpu_count=1&kind=on_demand&sort=price_per_hour&limit=1")
                .expect(200)
                .body()
                .path("data");
        assertThat(offers.size()).as("offers for " + gpu).isPositive();
        return offers.get(0);
    }

    /** Any offer of this GPU: the market of the sandbox is thin, the next offer may be much dearer than the cheapest. */
    static Map<String, Object> order(String gpu) {
        return Map.of("gpu", gpu, "disk_gb", 20, "max_price_per_hour", Map.of("amount", "1.00", "currency", "USD"));
    }

    /** The gaming GPU with most offers now: scenarios that rent one machine after the other use up a model. */
    String plentifulGpu() {
        JsonNode offers = api.get("/offers?gpu_count=1&kind=on_demand&limit=100")
                .expect(200)
                .body()
                .path("data");
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode offer : offers) {
            String gpu = offer.path("gpu").path("id").asString();
            if (gpu.matches("rtx_[345]0[89]0")) {
                counts.merge(gpu, 1, Integer::sum);
            }
        }
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** @return the new machine's id */
    String create(Object body) {
        return api.post(
                        "/instances",
                        body,
                        Map.of("Idempotency-Key", UUID.randomUUID().toString()))
                .expect(202)
                .text("id");
    }

    JsonNode instance(String id) {
        return api.get("/instances/" + id).expect(200).body();
    }

    String status(String id) {
        return instance(id).path("status").asString();
    }

    JsonNode awaitStatus(String id, String... wanted) {
        Set<String> words = Set.of(wanted);
        try {
            await().atMost(BOOT)
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptions()
                    .until(() -> words.contains(status(id)));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    "wanted " + words + ", is " + instance(id) + "\nattempts: "
                            + api.get("/instances/" + id + "/attempts").body(),
                    e);
        }
        return instance(id);
    }

    void stop(String id) {
        api.post("/instances/" + id + "/stop", Map.of("accept_data_loss", true)).expect(202);
        awaitStatus(id, "stopped");
    }

    void destroy(String id) {
        Api.Answer answer = api.delete("/instances/" + id);
        assertThat(answer.status()).isIn(202, 204);
        await().atMost(BOOT).ignoreExceptions().until(() -> {
            Api.Answer now = api.get("/instances/" + id);
            return now.status() == 404 || now.text("status").equals("destroyed");
        });
    }

    /** What the paid intervals of a machine say, summed with the printed formula. */
    BigDecimal recompute(String instance) {
        JsonNode rows =
                api.get("/billing/usage?group_by=interval").expect(200).body().path("data");
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : rows) {
            if (row.path("instance").asString().equals(instance)) {
                BigDecimal price =
                        new BigDecimal(row.path("price_per_hour").path("amount").asString());
                BigDecimal amount = price.multiply(
                                BigDecimal.valueOf(row.path("seconds").asLong()))
                        .divide(BigDecimal.valueOf(3600), 6, java.math.RoundingMode.FLOOR);
                assertThat(new BigDecimal(row.path("amount").path("amount").asString()))
                        .as("interval " + row)
                        .isEqualByComparingTo(amount);
                sum = sum.add(amount);
            }
        }
        return sum;
    }
}
