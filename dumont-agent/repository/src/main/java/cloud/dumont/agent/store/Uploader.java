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

/** Sends bodies to URLs; gives a request up when nothing moves any more. Thread-safe. */
final class Uploader {
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "host", "connection", "expect", "upgrade");
    private final HttpClient http;
    private final StoreLimits limits;
    private final RateLimit rate;

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

    /** @return what the store said, as a status */
    int put(Presigner.Grant grant, Body body) throws IOException, InterruptedException {
        Sent sent = new Sent();
        HttpRequest.BodyPublisher bytes = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> new Metered(body.open(), sent)), body.size());
        HttpRequest.Builder request = HttpRequest.newBuilder(grant.url()).PUT(bytes);
        grant.headers().forEach((name, value) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        return await(http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()), sent, body.size());
    }

    private int await(CompletableFuture<HttpResponse<Void>> sending, Sent sent, long size)
            throws IOException, InterruptedException {
        try {
            while (true) {
                long before = sent.bytes();
                long held = sent.heldNanos();
                boolean all = before >= size;
                Duration window = all ? limits.stall() : limits.judgedAfter();
                try {
                    return sending.get(window.toNanos(), TimeUnit.NANOSECONDS).statusCode();
                } catch (TimeoutException e) {
                    if (all) {
                        throw new IOException("no answer for " + window.toSeconds() + " s");
                    }
                    double waited = (window.toNanos() - (sent.heldNanos() - held)) / 1e9;
                    if (sent.bytes() - before < limits.leastBytesPerSecond() * waited) {
                        throw new IOException("the upload trickles");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()));
        } finally {
            // Ends the request if it is still under way.
            sending.cancel(true);
        }
    }

    /** How far an upload is, and how long it held itself back. */
    private static final class Sent {
        private long bytes;
        private long heldNanos;
        private long holdsSince;
        private boolean holds;

        synchronized void add(int more) {
            bytes += more;
            holds = true;
            holdsSince = System.nanoTime();
        }

        synchronized void goesOn() {
            heldNanos += System.nanoTime() - holdsSince;
            holds = false;
        }

        synchronized long bytes() {
            return bytes;
        }

        synchronized long heldNanos() {
            return heldNanos + (holds ? System.nanoTime() - holdsSince : 0);
        }
    }

    /** Counts what is read, and keeps to the rate. */
    private final class Metered extends FilterInputStream {
        private final Sent sent;

        Metered(InputStream in, Sent sent) {
            super(in);
            this.sent = sent;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            if (read > 0) {
                sent.add(read);
                try {
                    rate.pass(read);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted");
                } finally {
                    sent.goesOn();
                }
            }
            return read;
        }
    }
}
