package cloud.dumont.agent.platform;

import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.NonceAnswer;
import cloud.dumont.agent.protocol.NonceRequest;
import cloud.dumont.agent.protocol.TokenAnswer;
import cloud.dumont.agent.protocol.TokenRequest;
import cloud.dumont.kernel.PlacementId;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls as the enrolled agent. Gets a new token a while before the old one ends, and once more when the platform does not
 * know the old one.
 */
public final class PlatformSession {
    private static final Duration RENEW_BEFORE_END = Duration.ofSeconds(60);
    private final PlatformClient platform;
    private final PlacementId placement;
    private final Function<byte[], String> signer;
    private @Nullable String nonce;
    private @Nullable String token;
    private long renewAtNanos;

    /** @param nonce for the first token; when it went stale meanwhile another is asked for */
    public PlatformSession(
            PlatformClient platform, PlacementId placement, Function<byte[], String> signer, @Nullable String nonce) {
        this.platform = platform;
        this.placement = placement;
        this.signer = signer;
        this.nonce = nonce;
    }

    @FunctionalInterface
    private interface Call<T> {
        T with(String token) throws PlatformFailure;
    }

    public <T> T post(String path, Object body, Class<T> answer) throws PlatformFailure {
        return call(token -> platform.post(path, body, bearer(token), answer));
    }

    /** @param body is signed as it is */
    public <T> T postSigned(String path, byte[] body, Class<T> answer) throws PlatformFailure {
        String signature = signer.apply(body);
        return call(token -> platform.post(
                path,
                body,
                Map.of("Authorization", "Bearer " + token, AgentPaths.SIGNATURE_HEADER, signature),
                answer));
    }

    public void tell(String path, Object body) throws PlatformFailure {
        call(token -> {
            platform.tell(path, body, bearer(token));
            return "";
        });
    }

    public <T> T get(String path, Class<T> answer) throws PlatformFailure {
        return call(token -> platform.get(path, bearer(token), answer));
    }

    /** @param last id of the last event seen */
    public InputStream open(String path, long last) throws PlatformFailure {
        return call(token ->
                platform.open(path, Map.of("Authorization", "Bearer " + token, "Last-Event-ID", Long.toString(last))));
    }

    private <T> T call(Call<T> call) throws PlatformFailure {
        String current = token();
        try {
            return call.with(current);
        } catch (PlatformFailure.Refused e) {
            if (e.status() != 401 || e.code().equals("signature_invalid")) {
                throw e;
            }
            forget(current);
            return call.with(token());
        }
    }

    private synchronized void forget(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    private synchronized String token() throws PlatformFailure {
        String current = token;
        if (current != null && System.nanoTime() - renewAtNanos < 0) {
            return current;
        }
        TokenAnswer answer = renew();
        nonce = answer.nextNonce();
        token = answer.token();
        Duration good = Duration.ofSeconds(answer.expiresIn()).minus(RENEW_BEFORE_END);
        renewAtNanos = System.nanoTime()
                + Math.max(good.toNanos(), Duration.ofSeconds(1).toNanos());
        return answer.token();
    }

    private TokenAnswer renew() throws PlatformFailure {
        String kept = nonce;
        nonce = null;
        if (kept != null) {
            try {
                return ask(kept);
            } catch (PlatformFailure.Refused e) {
                if (!e.code().equals("nonce_invalid")) {
                    throw e;
                }
            }
        }
        return ask(platform.post(AgentPaths.NONCE, new NonceRequest(placement), Map.of(), NonceAnswer.class)
                .nonce());
    }

    private TokenAnswer ask(String good) throws PlatformFailure {
        String signature = signer.apply(good.getBytes(StandardCharsets.UTF_8));
        return platform.post(
                AgentPaths.TOKEN, new TokenRequest(placement, good, signature), Map.of(), TokenAnswer.class);
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
