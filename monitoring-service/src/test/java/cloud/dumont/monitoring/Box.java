package cloud.dumont.monitoring;

import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.EnrollAnswer;
import cloud.dumont.agent.protocol.EnrollRequest;
import cloud.dumont.agent.protocol.TokenAnswer;
import cloud.dumont.agent.protocol.TokenRequest;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A box that speaks the protocol word by word, so that a test can also say the wrong words. */
public final class Box {
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();
    private final KeyPair key;
    private EnrollAnswer enrolment;
    private String token = "";

    public Box(int port) {
        this.url = "http://127.0.0.1:" + port;
        try {
            this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public record Answer(int status, JsonNode body) {
        public String code() {
            return body.path("code").asString("");
        }
    }

    public Answer post(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body().isEmpty() ? "{}" : response.body();
            return new Answer(response.statusCode(), AgentJson.mapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer post(String path, Object body, String bearer) {
        return post(path, AgentJson.mapper().writeValueAsBytes(body), Map.of("Authorization", "Bearer " + bearer));
    }

    public Answer enrol(String bootstrapToken) {
        BoxFacts facts = new BoxFacts(
                List.of(new BoxFacts.Gpu("NVIDIA GeForce RTX 4090", 24564, "GPU-1")),
                "550.54",
                8,
                64L << 30,
                100L << 30,
                "6.1",
                List.of(),
                "root");
        Answer answer = post(
                AgentPaths.ENROLL,
                new EnrollRequest(
                        1,
                        "0.1",
                        Base64.getEncoder().encodeToString(key.getPublic().getEncoded()),
                        facts),
                bootstrapToken);
        if (answer.status() == 200) {
            enrolment = AgentJson.mapper().treeToValue(answer.body(), EnrollAnswer.class);
        }
        return answer;
    }

    public EnrollAnswer enrolment() {
        return enrolment;
    }

    public PlacementId placement() {
        return enrolment.placement();
    }

    public Answer fetchToken(String nonce) {
        Answer answer = post(
                AgentPaths.TOKEN,
                new TokenRequest(placement(), nonce, sign(nonce.getBytes(StandardCharsets.UTF_8))),
                "");
        if (answer.status() == 200) {
            token = AgentJson.mapper()
                    .treeToValue(answer.body(), TokenAnswer.class)
                    .token();
        }
        return answer;
    }

    public String token() {
        return token;
    }

    public String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key.getPrivate());
            signer.update(message);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Beat beatOf(long seq, Epoch epoch, long lastCommand) {
        return new Beat(
                seq,
                epoch,
                "boot-1",
                1000,
                Instant.parse("2026-11-25T10:00:00Z"),
                new Beat.Load(12.5, 0.5, 1L << 30, 64L << 30, 2L << 30, 100L << 30, 60),
                List.of(new Beat.GpuReading(0, "NVIDIA GeForce RTX 4090", 97.0, 20000L, 24564L, 71.0, 400.0)),
                true,
                null,
                lastCommand);
    }

    /** The line for commands; closing it is what a box's end does. */
    public InputStream line() {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + AgentPaths.STREAM))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Answer beat(long seq) {
        return beat(beatOf(seq, enrolment.epoch(), 0));
    }

    public Answer beat(Beat beat) {
        byte[] body = AgentJson.mapper().writeValueAsBytes(beat);
        return post(
                AgentPaths.BEAT,
                body,
                Map.of("Authorization", "Bearer " + token, AgentPaths.SIGNATURE_HEADER, sign(body)));
    }

    /** Enrolled, with a token. */
    public Box ready(String bootstrapToken) {
        Answer enrolled = enrol(bootstrapToken);
        if (enrolled.status() != 200) {
            throw new IllegalStateException(enrolled.toString());
        }
        Answer got = fetchToken(enrolment.nonce());
        if (got.status() != 200) {
            throw new IllegalStateException(got.toString());
        }
        return this;
    }
}
