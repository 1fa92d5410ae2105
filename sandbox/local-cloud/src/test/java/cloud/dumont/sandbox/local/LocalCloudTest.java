package cloud.dumont.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox around our services: stores, vendor, machines, inbox, levers. The services themselves are left out. */
class LocalCloudTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static LocalCloudConfig config;
    private static CloudUnderTest sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = CloudUnderTest.start(23_000, folder);
        config = CloudUnderTest.config(23_000, folder.resolve("state"));
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void the_endpoints_file_is_complete_private_and_true() throws IOException {
        Path file = config.run().resolve("endpoints.json");
        JsonNode endpoints = JSON.readTree(file.toFile());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(endpoints.get("gateway").asString()).isEqualTo("http://127.0.0.1:23080");
        assertThat(endpoints.get("ssh").get("port").asInt()).isEqualTo(23_022);
        assertThat(endpoints.get("control").asString()).isEqualTo("http://127.0.0.1:23100");
        assertThat(endpoints.get("simulators").get("vastai").get("url").asString())
                .isEqualTo("http://127.0.0.1:23101");
        assertThat(endpoints.get("simulators").get("vastai").get("key").asString())
                .hasSizeGreaterThan(20);
        assertThat(endpoints.get("redis").get("port").asInt()).isEqualTo(23_202);
        assertThat(endpoints.get("mail").asString()).isEqualTo("http://127.0.0.1:23109");
        assertThat(endpoints.get("user").get("password").asString()).hasSizeGreaterThan(20);
        assertThat(endpoints.get("operator").get("email").asString()).contains("@");
        assertThat(endpoints.get("pids").get("launcher").asLong())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(ProcessHandle.of(endpoints.get("pids").get("postgres").asLong()))
                .isPresent();
    }

    @Test
    void a_rented_machine_is_real_and_a_power_cut_is_one_too() throws IOException {
        String ref = sandbox.rent();
        JsonNode machine = sandbox.running(ref);
        assertThat(sandbox.ssh(ref, "nvidia-smi -L").output()).startsWith("GPU 0: ");

        sandbox.control("POST", "/machines/vastai/" + ref + "/vanish", "{\"vendor_notices_after_s\":-1}");

        await().atMost(Duration.ofSeconds(5))
                .until(() -> ProcessHandle.of(machine.get("pid").asLong()).isEmpty());
        assertThat(sandbox.machine(ref).get("state").asString())
                .as("the vendor has not noticed")
                .isEqualTo("running");
    }

    @Test
    void levers_reach_the_machine() throws IOException {
        String ref = sandbox.rent();
        sandbox.running(ref);
        String levers = "/machines/vastai/" + ref;

        sandbox.control("POST", levers + "/freeze", null);
        assertThat(sandbox.ssh(ref, "true").ok()).isFalse();
        sandbox.control("POST", levers + "/thaw", null);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sandbox.ssh(ref, "true").ok());
        sandbox.control("POST", levers + "/partition", null);
        assertThat(sandbox.ssh(ref, "true").ok()).isFalse();
        sandbox.control("POST", levers + "/heal", null);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sandbox.ssh(ref, "true").ok());
        sandbox.control("POST", levers + "/stop", null);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sandbox.machine(ref).get("pid").isNull());
    }

    @Test
    void faults_offers_meter_requests_and_accounts_answer() throws IOException {
        assertThat(sandbox.control("GET", "/vastai/faults/kinds", null)
                        .get("lost_answer")
                        .asString())
                .isNotBlank();
        sandbox.call(
                "POST",
                sandbox.endpoints().control() + "/vastai/faults",
                "{\"kind\":\"offer_gone\",\"count\":2,\"match\":{\"gpu\":\"None\"}}",
                201);
        assertThat(sandbox.control("GET", "/vastai/faults", null)
                        .get(0)
                        .get("kind")
                        .asString())
                .isEqualTo("offer_gone");
        assertThat(sandbox.control("DELETE", "/vastai/faults", null)).isEmpty();

        JsonNode changed = sandbox.control(
                "POST", "/vastai/offers", "{\"action\":\"price\",\"match\":{\"gpu\":\"RTX 4090\"},\"factor\":\"1.2\"}");
        assertThat(changed.get("changed").asInt()).isPositive();
        String ref = sandbox.rent();
        JsonNode meter = sandbox.control("GET", "/vastai/meter", null);
        assertThat(meter.get("total_usd").isString()).isTrue();
        assertThat(meter.get("resources").toString()).contains("\"ref\":\"" + ref + "\"");
        assertThat(sandbox.control("GET", "/vastai/requests?since=2020-01-01T00:00:00Z", null)
                        .toString())
                .contains("/api/v0/asks/");
        sandbox.call(
                "POST", sandbox.endpoints().control() + "/vastai/accounts", "{\"key\":\"k2\",\"credit_usd\":50}", 201);
    }

    @Test
    void nonsense_is_refused_with_a_problem() {
        String control = sandbox.endpoints().control();
        assertThat(sandbox.call("GET", control + "/nothing", null, 404)
                        .get("code")
                        .asString())
                .isEqualTo("not_found");
        assertThat(sandbox.call("POST", control + "/machines/vastai/1/vanish", null, 404)
                        .get("detail")
                        .asString())
                .contains("no machine");
        assertThat(sandbox.call("POST", control + "/services/nobody/kill", null, 404)
                        .get("detail")
                        .asString())
                .contains("postgres");
        assertThat(sandbox.call("POST", control + "/vastai/faults", "{\"kind\":\"bogus\"}", 400)
                        .get("code")
                        .asString())
                .isEqualTo("malformed");
        assertThat(sandbox.call("POST", control + "/vastai/faults", "[1", 400)
                        .get("detail")
                        .asString())
                .contains("not JSON");
        assertThat(sandbox.call("DELETE", control + "/services", null, 405)
                        .get("code")
                        .asString())
                .isEqualTo("method_not_allowed");
    }

    @Test
    void a_web_page_cannot_pull_levers() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.endpoints().control() + "/services/redis/kill"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_killed_database_stays_down_until_started_and_has_lost_nothing() throws SQLException {
        Endpoints.Database database = sandbox.endpoints().postgres();
        try (Connection connection = connect(database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept(n int)");
            statement.execute("INSERT INTO kept VALUES (42)");
        }

        JsonNode killed = sandbox.control("POST", "/services/postgres/kill", null);
        assertThat(killed.get("running").asBoolean()).isFalse();
        assertThatThrownBy(() -> connect(database.user(), database.password())).isInstanceOf(SQLException.class);
        assertThat(sandbox.control("POST", "/services/postgres/start", null)
                        .get("healthy")
                        .asBoolean())
                .isTrue();

        try (Connection connection = connect(database.user(), database.password());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT n FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void redis_can_be_paused_and_killed() {
        assertThat(sandbox.control("POST", "/services/redis/pause", null)
                        .get("healthy")
                        .asBoolean())
                .isFalse();
        assertThat(sandbox.control("POST", "/services/redis/resume", null)
                        .get("healthy")
                        .asBoolean())
                .isTrue();
        long before = sandbox.control("GET", "/services", null).toString().hashCode();
        assertThat(sandbox.control("POST", "/services/redis/kill", null)
                        .get("pid")
                        .isNull())
                .isTrue();
        assertThat(sandbox.control("POST", "/services/redis/start", null)
                        .get("healthy")
                        .asBoolean())
                .isTrue();
        assertThat((long) sandbox.control("GET", "/services", null).toString().hashCode())
                .isNotEqualTo(before);
    }

    @Test
    void a_service_sees_its_own_schema_only() throws IOException, SQLException {
        String password = Files.readString(config.state().resolve("secrets/postgres-billing"));
        try (Connection connection = connect("billing", password);
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO billing");
            statement.execute(
                    "CREATE TABLE mine(during tstzrange, id int, EXCLUDE USING gist (id WITH =, during WITH &&))");
            assertThatThrownBy(() -> statement.execute("CREATE TABLE identity.theirs(n int)"))
                    .hasMessageContaining("permission denied for schema identity");
            assertThatThrownBy(() -> statement.execute("CREATE TABLE public.ours(n int)"))
                    .hasMessageContaining("permission denied for schema public");
            statement.execute("DROP TABLE mine");
        }
    }

    private static Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(sandbox.endpoints().postgres().url(), user, password);
    }

    @Test
    void a_taken_port_is_named_before_anything_starts() throws IOException {
        LocalCloudConfig other = CloudUnderTest.config(22_000, folder.resolve("taken"));
        try (ServerSocket squatter = new ServerSocket(other.ports().mail(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(squatter.isBound()).isTrue();
            assertThatThrownBy(() -> LocalCloud.start(other)).hasMessageContaining("22109 (the inbox)");
        }
        assertThat(other.state().resolve("postgres")).doesNotExist();
    }

    @Test
    void a_second_launcher_on_the_same_state_is_refused_in_words() {
        assertThatThrownBy(() -> LocalCloud.start(config))
                .satisfies(refused -> assertThat(refused.toString()).contains("runs already"));
    }

    @Test
    void a_launcher_killed_with_all_its_might_takes_everything_along_and_the_next_start_works() throws Exception {
        Path state = folder.resolve("killed");
        LocalCloudConfig other = CloudUnderTest.config(24_000, state);
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LocalCloudMain.class.getName(),
                "--repository",
                other.repository().toString(),
                "--state",
                state.toString(),
                "--port-base",
                "24000",
                "--without",
                String.join(",", CloudUnderTest.SERVICES)));
        Process launcher = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
        try {
            Path file = other.run().resolve("endpoints.json");
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file) || !launcher.isAlive());
            JsonNode pids = JSON.readTree(file.toFile()).get("pids");
            launcher.destroyForcibly().waitFor();

            if (Command.exists("setpriv")) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> ProcessHandle.of(pids.get("postgres").asLong())
                                        .isEmpty()
                                && ProcessHandle.of(pids.get("redis").asLong()).isEmpty());
            }
            assertThat(file).exists();
            try (LocalCloud again = LocalCloud.start(other)) {
                assertThat(again.endpoints().pids().get("launcher"))
                        .isEqualTo(ProcessHandle.current().pid());
            }
            assertThat(file).doesNotExist();
        } finally {
            launcher.destroyForcibly();
        }
    }
}
