package cloud.dumont.provider.http;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.ProviderException.Unreachable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wire to one vendor: deadlines, no redirects, a limit on the answer's size, and one request for one call. The HTTP
 * client's own recoveries are off, since a repeated create is a second machine. What must not be repeated gets a
 * connection of its own: one from the pool may be dead, and then nobody knows whether the call arrived.
 */
public final class VendorLine {
    private static final Logger LOG = LoggerFactory.getLogger(VendorLine.class);
    private static final MediaType JSON = MediaType.get("application/json");

    private final VendorHttpConfig config;
    private final HttpUrl base;
    private final Secret bearer;
    private final InstantSource clock;
    private final OkHttpClient pooled;
    private final OkHttpClient fresh;

    /** @param http shares its dispatcher and TLS settings; its time-outs and recoveries are replaced */
    public VendorLine(VendorHttpConfig config, Secret bearer, OkHttpClient http, InstantSource clock) {
        this.config = config;
        this.base = HttpUrl.get(config.baseUrl());
        this.bearer = bearer;
        this.clock = clock;
        this.pooled = http.newBuilder()
                .callTimeout(config.callTimeout())
                .connectTimeout(config.connectTimeout())
                .readTimeout(config.callTimeout())
                .writeTimeout(config.callTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .build();
        this.fresh = pooled.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                .build();
    }

    /** @throws Unreachable no complete answer came within the deadline and the size limit */
    VendorAnswer send(VendorRequest request, boolean repeatable) {
        long begun = System.nanoTime();
        try (Response response =
                (repeatable ? pooled : fresh).newCall(build(request)).execute()) {
            VendorAnswer answer = VendorAnswer.of(
                    response.code(),
                    body(response),
                    RetryAfter.parse(response.header("Retry-After"), clock.instant())
                            .orElse(null));
            LOG.atDebug()
                    .addKeyValue("vendor", config.vendor())
                    .addKeyValue("endpoint", request.endpoint().name())
                    .addKeyValue("status", answer.status())
                    .addKeyValue(
                            "millis",
                            Duration.ofNanos(System.nanoTime() - begun).toMillis())
                    .log("vendor answered");
            return answer;
        } catch (InterruptedIOException e) {
            throw new Unreachable(request + ": no answer in time", e);
        } catch (IOException e) {
            throw new Unreachable(request + ": no answer (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private Request build(VendorRequest request) {
        HttpUrl.Builder url =
                base.newBuilder().addEncodedPathSegments(request.path().replaceFirst("^/", ""));
        request.query().forEach(url::addQueryParameter);
        return new Request.Builder()
                .url(url.build())
                .header("Authorization", "Bearer " + bearer.reveal())
                .header("Accept", "application/json")
                .header("User-Agent", "dumont-cloud")
                .method(request.method(), bodyOf(request))
                .build();
    }

    private static @Nullable RequestBody bodyOf(VendorRequest request) {
        if (request.body() != null) {
            return new OneShot(LenientJson.mapper().writeValueAsBytes(request.body()));
        }
        return request.method().equals("PUT") || request.method().equals("POST") ? new OneShot(new byte[0]) : null;
    }

    private String body(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(config.maxBodyBytes() + 1)) {
            throw new IOException("the answer is longer than " + config.maxBodyBytes() + " bytes");
        }
        return source.readString(StandardCharsets.UTF_8);
    }

    /** A body that says it can be sent only once, so that the HTTP client never sends it a second time. */
    private static final class OneShot extends RequestBody {
        private final byte[] bytes;

        OneShot(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
