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
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    private static final Set<String> SERVICES =
            Set.of("gateway", "instance-manager", "billing-service", "monitoring-service");

    @TempDir
    static Path folder;

    private static LocalCloudConfig config;
    private static LocalCloud cloud;

    @BeforeAll
    static void start() throws IOException {
        config = config(23_000, folder.resolve("state"));
        cloud = LocalCloud.start(config);
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static LocalCloudConfig config(int base, Path state) {
        Path repository = Path.of("..", "..").toAbsolutePath().normalize();
        return LocalCloudConfig.of(repository, new Ports(base))
                .withState(state)
                .withBootScale(0.01)
                .without(SERVICES);
    }

    private static JsonNode call(String method, String url, @Nullable String body, int expected) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer " + cloud.endpoints().simulators().get("vastai").key())
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body));
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as(method + " " + url + ": " + answer.body())
                    .isEqualTo(expected);
            return JSON.readTree(answer.body());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode control(String method, String path, @Nullable String body) {
        return call(method, cloud.endpoints().control() + path, body, 200);
    }

    private static String rent() throws IOException {
        Path key = folder.resolve("key");
        if (!Files.exists(key)) {
            Command.require("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        }
        String onstart = "mkdir -p ~/.ssh; echo '"
                + Files.readString(Path.of(key + ".pub")).strip()
                + "' >> ${DUMONT_AUTHORIZED_KEYS:-/root/.ssh/authorized_keys}";
        String vast = cloud.endpoints().simulators().get("vastai").url();
        JsonNode offers = call("POST", vast + "/api/v0/bundles/", "{\"limit\":1,\"rentable\":{\"eq\":true}}", 200);
        long offer = offers.get("offers").get(0).get("id").asLong();
        String order = JSON.writeValueAsString(java.util.Map.of(
                "image", "nvidia/cuda", "disk", 8, "label", "test", "runtype", "ssh_direct", "onstart", onstart));
        return call("PUT", vast + "/api/v0/asks/" + offer + "/", order, 200)
                .get("new_contract")
                .asString();
    }

    private static JsonNode machine(String ref) {
        for (JsonNode machine : control("GET", "/machines", null)) {
            if (machine.get("ref").asString().equals(ref)) {
                return machine;
            }
        }
        throw new AssertionError("no machine " + ref);
    }

    private static JsonNode running(String ref) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> machine(ref).get("ssh_port").isNumber());
        await().atMost(Duration.ofSeconds(60)).until(() -> ssh(ref, "true").ok());
        return machine(ref);
    }

    private static Command.Answer ssh(String ref, String command) throws IOException {
        JsonNode machine = machine(ref);
        return Command.run(
                "ssh",
                "-i",
                folder.resolve("key").toString(),
                "-p",
                machine.get("ssh_port").asString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ConnectTimeout=3",
                System.getProperty("user.name") + "@" + machine.get("address").asString(),
                command);
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
        String ref = rent();
        JsonNode machine = running(ref);
        assertThat(ssh(ref, "nvidia-smi -L").output()).startsWith("GPU 0: ");

        control("POST", "/machines/vastai/" + ref + "/vanish", "{\"vendor_notices_after_s\":-1}");

        await().atMost(Duration.ofSeconds(5))
                .until(() -> ProcessHandle.of(machine.get("pid").asLong()).isEmpty());
        assertThat(machine(ref).get("state").asString())
                .as("the vendor has not noticed")
                .isEqualTo("running");
    }

    @Test
    void levers_reach_the_machine() throws IOException {
        String ref = rent();
        running(ref);
        String levers = "/machines/vastai/" + ref;

        control("POST", levers + "/freeze", null);
        assertThat(ssh(ref, "true").ok()).isFalse();
        control("POST", levers + "/thaw", null);
        await().atMost(Duration.ofSeconds(20)).until(() -> ssh(ref, "true").ok());
        control("POST", levers + "/partition", null);
        assertThat(ssh(ref, "true").ok()).isFalse();
        control("POST", levers + "/heal", null);
        await().atMost(Duration.ofSeconds(20)).until(() -> ssh(ref, "true").ok());
        control("POST", levers + "/stop", null);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> machine(ref).get("pid").isNull());
    }

    @Test
    void faults_offers_meter_requests_and_accounts_answer() throws IOException {
        assertThat(control("GET", "/vastai/faults/kinds", null)
                        .get("lost_answer")
                        .asString())
                .isNotBlank();
        call(
                "POST",
                cloud.endpoints().control() + "/vastai/faults",
                "{\"kind\":\"offer_gone\",\"count\":2,\"match\":{\"gpu\":\"None\"}}",
                201);
        assertThat(control("GET", "/vastai/faults", null).get(0).get("kind").asString())
                .isEqualTo("offer_gone");
        assertThat(control("DELETE", "/vastai/faults", null)).isEmpty();

        JsonNode changed = control(
                "POST", "/vastai/offers", "{\"action\":\"price\",\"match\":{\"gpu\":\"RTX 4090\"},\"factor\":\"1.2\"}");
        assertThat(changed.get("changed").asInt()).isPositive();
        String ref = rent();
        JsonNode meter = control("GET", "/vastai/meter", null);
        assertThat(meter.get("total_usd").isString()).isTrue();
        assertThat(meter.get("resources").toString()).contains("\"ref\":\"" + ref + "\"");
        assertThat(control("GET", "/vastai/requests?since=2020-01-01T00:00:00Z", null)
                        .toString())
                .contains("/api/v0/asks/");
        call("POST", cloud.endpoints().control() + "/vastai/accounts", "{\"key\":\"k2\",\"credit_usd\":50}", 201);
    }

    @Test
    void the_object_store_is_there_with_levers_and_a_look_inside() throws IOException {
        Endpoints.Simulator r2 = cloud.endpoints().simulators().get("r2");
        assertThat(r2.url()).isEqualTo("http://127.0.0.1:23105");
        assertThat(r2.bucket()).isEqualTo("dumont-backups");
        assertThat(r2.copyBucket()).isEqualTo("dumont-backups-2");
        assertThat(r2.secretAccessKey()).hasSizeGreaterThan(20);

        assertThat(Command.require(curl("PUT", "/dumont-backups/u/1/pack", "bytes")))
                .isEqualTo("200");
        JsonNode stored = control("GET", "/r2/objects?prefix=u/", null).get(0);
        assertThat(stored.get("key").asString()).isEqualTo("u/1/pack");
        assertThat(stored.get("size").asLong()).isEqualTo(5);
        assertThat(stored.get("last_modified").asString()).endsWith("Z");
        assertThat(control("GET", "/r2/objects?bucket=dumont-backups-2", null)).isEmpty();
        assertThat(control("GET", "/r2/faults/kinds", null).get("bit_flip").asString())
                .isNotBlank();

        call("POST", cloud.endpoints().control() + "/r2/faults", "{\"kind\":\"error_503\",\"count\":1}", 201);
        assertThat(Command.require(curl("GET", "/dumont-backups/u/1/pack", ""))).isEqualTo("503");
        assertThat(Command.require(curl("GET", "/dumont-backups/u/1/pack", ""))).isEqualTo("200");
        assertThat(control("GET", "/r2/meter", null)
                        .get("resources")
                        .get(0)
                        .get("class_a")
                        .asLong())
                .isEqualTo(1);
        assertThat(control("GET", "/r2/requests", null).toString())
                .contains("PutObject")
                .doesNotContain(r2.secretAccessKey());
    }

    /** A client that signs by itself; prints the status. */
    private static String[] curl(String method, String path, String body) {
        Endpoints.Simulator r2 = cloud.endpoints().simulators().get("r2");
        return new String[] {
            "curl",
            "-s",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            "-X",
            method,
            "--aws-sigv4",
            "aws:amz:auto:s3",
            "--user",
            r2.accessKeyId() + ":" + r2.secretAccessKey(),
            "-H",
            "x-amz-content-sha256: UNSIGNED-PAYLOAD",
            "-H",
            "Content-Type: application/octet-stream",
            "--data-binary",
            body,
            r2.url() + path
        };
    }

    @Test
    void a_machine_reaches_the_object_store_and_its_bandwidth_can_be_limited() throws IOException {
        String ref = rent();
        running(ref);
        boolean namespaces = cloud.endpoints().machines().equals("namespace");
        String door = namespaces ? "$(ip route show default | cut -d' ' -f3)" : "127.0.0.1";

        assertThat(ssh(ref, "curl -s -o /dev/null -w '%{http_code}' http://" + door + ":23105/dumont-backups/x")
                        .output())
                .as("refused for want of a signature, so it was reached")
                .isEqualTo("401");

        String lever = cloud.endpoints().control() + "/machines/vastai/" + ref + "/bandwidth";
        if (namespaces) {
            control("POST", "/machines/vastai/" + ref + "/bandwidth", "{\"mbit\":8}");
            assertThat(secondsToSend(ref)).isGreaterThan(1.5);
            control("POST", "/machines/vastai/" + ref + "/bandwidth", "{\"mbit\":0}");
            assertThat(secondsToSend(ref)).isLessThan(1.5);
        } else {
            assertThat(call("POST", lever, "{\"mbit\":8}", 501).get("code").asString())
                    .isEqualTo("not_supported");
        }
        assertThat(call("POST", lever, "{\"mbit\":-5}", 400).get("code").asString())
                .isEqualTo("malformed");
    }

    /** Two megabytes out of the machine: two seconds at 8 Mbit/s. */
    private static double secondsToSend(String ref) throws IOException {
        long began = System.nanoTime();
        assertThat(ssh(ref, "head -c 2000000 /dev/zero | base64 -w 0 | head -c 2000000")
                        .output())
                .hasSizeGreaterThan(1_900_000);
        return (System.nanoTime() - began) / 1e9;
    }

    @Test
    void nonsense_is_refused_with_a_problem() {
        String control = cloud.endpoints().control();
        assertThat(call("GET", control + "/nothing", null, 404).get("code").asString())
                .isEqualTo("not_found");
        assertThat(call("POST", control + "/machines/vastai/1/vanish", null, 404)
                        .get("detail")
                        .asString())
                .contains("no machine");
        assertThat(call("POST", control + "/services/nobody/kill", null, 404)
                        .get("detail")
                        .asString())
                .contains("postgres");
        assertThat(call("POST", control + "/vastai/faults", "{\"kind\":\"bogus\"}", 400)
                        .get("code")
                        .asString())
                .isEqualTo("malformed");
        assertThat(call("POST", control + "/vastai/faults", "[1", 400)
                        .get("detail")
                        .asString())
                .contains("not JSON");
        assertThat(call("DELETE", control + "/services", null, 405).get("code").asString())
                .isEqualTo("method_not_allowed");
    }

    @Test
    void a_web_page_cannot_pull_levers() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(cloud.endpoints().control() + "/services/redis/kill"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_killed_database_stays_down_until_started_and_has_lost_nothing() throws SQLException {
        Endpoints.Database database = cloud.endpoints().postgres();
        try (Connection connection = connect(database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept(n int)");
            statement.execute("INSERT INTO kept VALUES (42)");
        }

        JsonNode killed = control("POST", "/services/postgres/kill", null);
        assertThat(killed.get("running").asBoolean()).isFalse();
        assertThatThrownBy(() -> connect(database.user(), database.password())).isInstanceOf(SQLException.class);
        assertThat(control("POST", "/services/postgres/start", null)
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
        assertThat(control("POST", "/services/redis/pause", null).get("healthy").asBoolean())
                .isFalse();
        assertThat(control("POST", "/services/redis/resume", null)
                        .get("healthy")
                        .asBoolean())
                .isTrue();
        long before = control("GET", "/services", null).toString().hashCode();
        assertThat(control("POST", "/services/redis/kill", null).get("pid").isNull())
                .isTrue();
        assertThat(control("POST", "/services/redis/start", null).get("healthy").asBoolean())
                .isTrue();
        assertThat((long) control("GET", "/services", null).toString().hashCode())
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
        return DriverManager.getConnection(cloud.endpoints().postgres().url(), user, password);
    }

    @Test
    void a_taken_port_is_named_before_anything_starts() throws IOException {
        LocalCloudConfig other = config(22_000, folder.resolve("taken"));
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
        LocalCloudConfig other = config(24_000, state);
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
                String.join(",", SERVICES)));
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
