package cloud.dumont.sandbox.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What was acknowledged is there after any death of the process; what was not leaves nothing behind. */
class RestartTest {
    private static final String BUCKET = "dumont-backups";
    private static final AwsBasicCredentials KEY = AwsBasicCredentials.create("restart-key", "restart-secret");

    @TempDir
    Path folder;

    /** The simulator in a process of its own. */
    private final class Running implements AutoCloseable {
        private final Process process;
        private final S3Client s3;

        Running() throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    R2SimulatorMain.class.getName(),
                    folder.resolve("store").toString());
            builder.environment().put("R2_ACCESS_KEY_ID", KEY.accessKeyId());
            builder.environment().put("R2_SECRET_ACCESS_KEY", KEY.secretAccessKey());
            builder.environment().put("R2_SAME_KEY_INTERVAL_MS", "0");
            process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            s3 = Clients.plain(out.readLine(), KEY);
        }

        /** SIGKILL. */
        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
            s3.close();
        }
    }

    @Test
    void killed_in_the_middle_of_writing_it_keeps_every_acknowledged_object() throws Exception {
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        for (int life = 0; life < 3; life++) {
            try (Running store = new Running()) {
                int thisLife = life;
                List<Thread> writers = IntStream.range(0, 4)
                        .mapToObj(writer ->
                                Thread.ofPlatform().start(() -> write(store.s3, thisLife, writer, acknowledged)))
                        .toList();
                int enough = acknowledged.size() + 150;
                await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= enough);
                store.process.destroyForcibly().onExit().join();
                for (Thread writer : writers) {
                    writer.join();
                }
            }
            assertThat(acknowledged).hasSizeGreaterThan(life * 150);
        }
        try (Running store = new Running()) {
            Map<String, String> found = new ConcurrentHashMap<>();
            store.s3.listObjectsV2Paginator(of -> of.bucket(BUCKET)).contents().stream()
                    .map(S3Object::key)
                    .forEach(key -> found.put(
                            key,
                            store.s3
                                    .getObjectAsBytes(
                                            from -> from.bucket(BUCKET).key(key))
                                    .asUtf8String()));
            assertThat(found).containsAllEntriesOf(acknowledged);
            // what was on its way at a kill may have come to pass; four writers had at most one such write a life
            assertThat(found).hasSizeLessThanOrEqualTo(acknowledged.size() + 12);
            assertThat(files()).hasSize(found.size());
        }
    }

    private static void write(S3Client s3, int life, int writer, Map<String, String> acknowledged) {
        for (int i = 0; ; i++) {
            String key = life + "/" + writer + "/" + i;
            String text = key.repeat(500);
            try {
                s3.putObject(to -> to.bucket(BUCKET).key(key), RequestBody.fromString(text));
            } catch (SdkException killed) {
                return;
            }
            acknowledged.put(key, text);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("store/data"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void half_an_upload_goes_on_after_a_kill() throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        String id;
        byte[] part = new byte[5 << 20];
        try (Running store = new Running()) {
            id = store.s3
                    .createMultipartUpload(of -> of.bucket(BUCKET).key("half"))
                    .uploadId();
            parts.add(send(store.s3, id, 1, part));
        }
        try (Running store = new Running()) {
            assertThat(store.s3
                            .listParts(of -> of.bucket(BUCKET).key("half").uploadId(id))
                            .parts())
                    .hasSize(1);
            parts.add(send(store.s3, id, 2, new byte[10]));
            store.s3.completeMultipartUpload(
                    of -> of.bucket(BUCKET).key("half").uploadId(id).multipartUpload(made -> made.parts(parts)));
        }
        try (Running store = new Running()) {
            assertThat(store.s3.headObject(of -> of.bucket(BUCKET).key("half")).contentLength())
                    .isEqualTo((5 << 20) + 10);
        }
    }

    private static CompletedPart send(S3Client s3, String id, int number, byte[] body) {
        String etag = s3.uploadPart(
                        to -> to.bucket(BUCKET).key("half").uploadId(id).partNumber(number),
                        RequestBody.fromBytes(body))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    @Test
    void a_line_that_was_cut_off_is_forgotten_and_a_damaged_one_is_named() throws IOException {
        R2Config config = R2Config.of(folder.resolve("store")).withSameKeyInterval(Duration.ZERO);
        Path journal = folder.resolve("store/journal.jsonl");
        put(config, "one");
        Files.writeString(journal, "{\"t\":\"put\",\"bucket\":\"dumont-ba", StandardOpenOption.APPEND);
        put(config, "two");
        try (R2Simulator r2 = R2Simulator.start(config)) {
            assertThat(r2.objects(BUCKET, "")).extracting(R2Object::key).containsExactly("one", "two");
        }
        Files.writeString(journal, "rubbish\n" + Files.readString(journal));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> R2Simulator.start(config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1 of");
    }

    private static void put(R2Config config, String key) throws IOException {
        try (R2Simulator r2 = R2Simulator.start(config);
                S3Client s3 = Clients.plain(r2.url(), Clients.credentials(config))) {
            s3.putObject(to -> to.bucket(BUCKET).key(key), RequestBody.fromString(key));
        }
    }

    @Test
    void a_compacted_journal_means_the_same() throws IOException {
        R2Config config = R2Config.of(folder.resolve("store"))
                .withSameKeyInterval(Duration.ZERO)
                .withFsync(true);
        Path journal = folder.resolve("store/journal.jsonl");
        String id;
        try (R2Simulator r2 = R2Simulator.start(config);
                S3Client s3 = Clients.plain(r2.url(), Clients.credentials(config))) {
            for (int i = 0; i < 50; i++) {
                String text = "version " + i;
                s3.putObject(to -> to.bucket(BUCKET).key("same"), RequestBody.fromString(text));
            }
            id = s3.createMultipartUpload(of -> of.bucket(BUCKET).key("half")).uploadId();
            send(s3, id, 1, new byte[100]);
            long before = Files.size(journal);
            r2.compact();
            assertThat(Files.size(journal)).isLessThan(before / 5);
            s3.putObject(to -> to.bucket(BUCKET).key("after"), RequestBody.fromString("x"));
        }
        try (R2Simulator r2 = R2Simulator.start(config);
                S3Client s3 = Clients.plain(r2.url(), Clients.credentials(config))) {
            assertThat(s3.getObjectAsBytes(from -> from.bucket(BUCKET).key("same"))
                            .asUtf8String())
                    .isEqualTo("version 49");
            assertThat(s3.listParts(of -> of.bucket(BUCKET).key("half").uploadId(id))
                            .parts())
                    .hasSize(1);
            assertThat(r2.objects(BUCKET, "")).hasSize(2);
            assertThat(files()).as("two objects and a part").hasSize(3);
        }
    }
}
