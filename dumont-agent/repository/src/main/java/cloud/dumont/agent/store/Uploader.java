package cloud.dumont.agent.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Sends bodies to URLs; gives a request up when nothing moves any more. Thread-safe. */
final class Uploader {
    private static final int MOST_OF_AN_ANSWER = 16 << 10;
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "host", "connection", "expect", "upgrade");
    private final HttpClient http;
    private final StoreLimits limits;
    private final RateLimit rate;

    /** What the store said. */
    record Answer(int status, String body) {}

    Uploader(StoreLimits limits, RateLimit rate) {
        this.limits = limits;
        this.rate = rate;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    Answer put(Presigner.Grant grant, Body body) throws IOException, InterruptedException {
        AtomicLong moved = new AtomicLong();
        HttpRequest.BodyPublisher bytes = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> new Metered(body.open(), moved)), body.size());
        HttpRequest.Builder request = HttpRequest.newBuilder(grant.url()).PUT(bytes);
        grant.headers().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        CompletableFuture<HttpResponse<InputStream>> sending =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        HttpResponse<InputStream> response = await(sending, moved);
        try (InputStream in = response.body()) {
            return new Answer(
                    response.statusCode(),
                    new String(in.readNBytes(MOST_OF_AN_ANSWER), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> sending, AtomicLong moved)
            throws IOException, InterruptedException {
        Duration stall = limits.stall();
        try {
            while (true) {
                long before = moved.get();
                try {
                    return sending.get(stall.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (moved.get() == before) {
                        throw new IOException("nothing moved for " + stall.toSeconds() + " s");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()));
        } finally {
            // Ends the request if it is still under way; an answer that is there stays.
            sending.cancel(true);
        }
    }

    /** Counts what is read, and keeps to the rate. */
    private final class Metered extends FilterInputStream {
        private final AtomicLong moved;

        Metered(InputStream in, AtomicLong moved) {
            super(in);
            this.moved = moved;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            if (read > 0) {
                moved.addAndGet(read);
                try {
                    rate.pass(read);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                }
            }
            return read;
        }
    }
}
