package cloud.dumont.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The object store as it stands in the sandbox: its levers, and the way of a machine to it. */
class StoreInTheCloudTest {
    @TempDir
    static Path folder;

    private static CloudUnderTest sandbox;

    @BeforeAll
    static void start() throws IOException {
        sandbox = CloudUnderTest.start(23_400, folder);
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void the_object_store_is_there_with_levers_and_a_look_inside() throws IOException {
        Endpoints.Simulator r2 = sandbox.endpoints().simulators().get("r2");
        assertThat(r2.url()).isEqualTo("http://127.0.0.1:23505");
        assertThat(r2.bucket()).isEqualTo("dumont-backups");
        assertThat(r2.copyBucket()).isEqualTo("dumont-backups-2");
        assertThat(r2.secretAccessKey()).hasSizeGreaterThan(20);

        assertThat(Command.require(curl("PUT", "/dumont-backups/u/1/pack", "bytes")))
                .isEqualTo("200");
        JsonNode stored = sandbox.control("GET", "/r2/objects?prefix=u/", null).get(0);
        assertThat(stored.get("key").asString()).isEqualTo("u/1/pack");
        assertThat(stored.get("size").asLong()).isEqualTo(5);
        assertThat(stored.get("last_modified").asString()).endsWith("Z");
        assertThat(sandbox.control("GET", "/r2/objects?bucket=dumont-backups-2", null))
                .isEmpty();
        assertThat(sandbox.control("GET", "/r2/faults/kinds", null)
                        .get("bit_flip")
                        .asString())
                .isNotBlank();

        sandbox.call("POST", sandbox.endpoints().control() + "/r2/faults", "{\"kind\":\"error_503\",\"count\":1}", 201);
        assertThat(Command.require(curl("GET", "/dumont-backups/u/1/pack", ""))).isEqualTo("503");
        assertThat(Command.require(curl("GET", "/dumont-backups/u/1/pack", ""))).isEqualTo("200");
        assertThat(sandbox.control("GET", "/r2/meter", null)
                        .get("resources")
                        .get(0)
                        .get("class_a")
                        .asLong())
                .isEqualTo(1);
        assertThat(sandbox.control("GET", "/r2/requests", null).toString())
                .contains("PutObject")
                .doesNotContain(r2.secretAccessKey());
    }

    /** A client that signs by itself; prints the status. */
    private static String[] curl(String method, String path, String body) {
        Endpoints.Simulator r2 = sandbox.endpoints().simulators().get("r2");
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
        String ref = sandbox.rent();
        sandbox.running(ref);
        boolean namespaces = sandbox.endpoints().machines().equals("namespace");
        String door = namespaces ? "$(ip route show default | cut -d' ' -f3)" : "127.0.0.1";

        assertThat(sandbox.ssh(ref, "curl -s -o /dev/null -w '%{http_code}' http://" + door + ":23505/dumont-backups/x")
                        .output())
                .as("refused for want of a signature, so it was reached")
                .isEqualTo("401");

        String lever = sandbox.endpoints().control() + "/machines/vastai/" + ref + "/bandwidth";
        if (namespaces) {
            sandbox.control("POST", "/machines/vastai/" + ref + "/bandwidth", "{\"mbit\":8}");
            assertThat(secondsToSend(ref)).isGreaterThan(1.5);
            sandbox.control("POST", "/machines/vastai/" + ref + "/bandwidth", "{\"mbit\":0}");
            // The limit cannot let so much through in that time, however quiet the machine is.
            await().atMost(Duration.ofSeconds(60)).until(() -> secondsToSend(ref) < 1.5);
        } else {
            assertThat(sandbox.call("POST", lever, "{\"mbit\":8}", 501)
                            .get("code")
                            .asString())
                    .isEqualTo("not_supported");
        }
        assertThat(sandbox.call("POST", lever, "{\"mbit\":-5}", 400).get("code").asString())
                .isEqualTo("malformed");
    }

    /** Two megabytes out of the machine: two seconds at 8 Mbit/s. */
    private static double secondsToSend(String ref) throws IOException {
        long began = System.nanoTime();
        assertThat(sandbox.ssh(ref, "head -c 2000000 /dev/zero | base64 -w 0 | head -c 2000000")
                        .output())
                .hasSizeGreaterThan(1_900_000);
        return (System.nanoTime() - began) / 1e9;
    }
}
