package cloud.dumont.instances.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.backup.BackupOpen;
import cloud.dumont.agent.protocol.backup.BackupOpened;
import cloud.dumont.agent.protocol.backup.BackupOrders;
import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.agent.protocol.backup.PresignAnswer;
import cloud.dumont.agent.protocol.backup.PresignRequest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;

/** A box that saves: what it uploads is no real container, for the platform does not look into it here. */
public final class Box {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final MockMvc mvc;
    public final PlacementId placement;
    public final Epoch epoch;
    private @Nullable CommitRef tip;
    private long pack;
    private long seq;

    public Box(MockMvc mvc, PlacementId placement, Epoch epoch) {
        this.mvc = mvc;
        this.placement = placement;
        this.epoch = epoch;
    }

    public record Said(int status, String body) {
        public <T> T as(Class<T> type) {
            assertThat(status).as(body).isEqualTo(200);
            return AgentJson.mapper().readValue(body, type);
        }

        public String code() {
            return AgentJson.mapper().readTree(body).path("code").asString("");
        }
    }

    public Said say(String path, Object words) {
        try {
            var response = mvc.perform(post("/internal/placements/" + placement + "/" + path)
                            .header("Authorization", Users.monitoring())
                            .contentType(MediaType.APPLICATION_JSON)
                            .content(AgentJson.mapper().writeValueAsString(words)))
                    .andReturn()
                    .getResponse();
            return new Said(response.getStatus(), response.getContentAsString(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public BackupOpened open() {
        BackupOpened opened = say("backup/open", new BackupOpen(epoch)).as(BackupOpened.class);
        tip = opened.tip();
        seq = tip == null ? 0 : tip.seq();
        return opened;
    }

    public BackupOrders orders() {
        return say("backup/orders", new BackupOpen(epoch)).as(BackupOrders.class);
    }

    /** Uploads one pack and a commit of it, and registers the commit. */
    public CommitAnswer save(String content) {
        return save(content, null);
    }

    public CommitAnswer save(String content, @Nullable String order) {
        CommitRequest request = upload(content, true, order);
        CommitAnswer answer = say("commit", request).as(CommitAnswer.class);
        took(request);
        return answer;
    }

    void took(CommitRequest request) {
        tip = new CommitRef(epoch.value(), request.seq(), request.sha256());
        seq = request.seq();
    }

    /** Everything but the registration. */
    CommitRequest upload(String content, boolean tree, @Nullable String order) {
        byte[] packBytes = ("pack " + content).getBytes(StandardCharsets.UTF_8);
        byte[] commitBytes = ("commit " + content).getBytes(StandardCharsets.UTF_8);
        pack++;
        long next = seq + 1;
        Map<String, byte[]> objects = new TreeMap<>();
        objects.put(name("p", pack), packBytes);
        objects.put(name("c", next), commitBytes);
        put(objects);
        return new CommitRequest(
                epoch,
                next,
                sha(commitBytes),
                commitBytes.length,
                tip,
                500,
                List.of(pack),
                tree,
                true,
                3,
                4096,
                packBytes.length + commitBytes.length,
                order);
    }

    void put(Map<String, byte[]> objects) {
        PresignAnswer answer = say("presign", puts(objects)).as(PresignAnswer.class);
        answer.put()
                .forEach(signed -> assertThat(send(signed, objects.get(signed.name())))
                        .as(signed.name())
                        .isIn(200, 412));
    }

    public PresignRequest puts(Map<String, byte[]> objects) {
        List<PresignRequest.Put> puts = new ArrayList<>();
        objects.forEach((name, bytes) -> puts.add(new PresignRequest.Put(name, bytes.length, crc(bytes))));
        return new PresignRequest(epoch, puts, List.of(), null);
    }

    int send(PresignAnswer.Signed signed, byte[] bytes) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(signed.url())).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
        signed.headers().forEach(request::header);
        return exchange(request.build()).statusCode();
    }

    /** @return the store's status */
    public int reads(String name) {
        PresignAnswer answer = say("presign", new PresignRequest(epoch, List.of(), List.of(name), null))
                .as(PresignAnswer.class);
        return get(answer.get().getFirst()).statusCode();
    }

    HttpResponse<byte[]> get(PresignAnswer.Signed signed) {
        return exchange(HttpRequest.newBuilder(URI.create(signed.url()))
                .timeout(Duration.ofSeconds(20))
                .build());
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String name(String kind, long number) {
        return "e/%012d/%s/%012d".formatted(epoch.value(), kind, number);
    }

    static String crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
