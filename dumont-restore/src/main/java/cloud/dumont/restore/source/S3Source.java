package cloud.dumont.restore.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bucket of any store that speaks S3. One attempt a request: put {@link RetryingSource} around it. */
public final class S3Source implements ObjectSource {
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_LISTING = 16 * 1024 * 1024;
    private static final int MOST_IN_A_LISTING = 1000;

    private final S3Location location;
    private final RequestSignature signature;
    private final InstantSource clock;
    private final Duration timeout;

    /** The timeout holds for the connection and for each wait for bytes; ten of it for a whole answer. */
    public S3Source(S3Location location, S3Credentials credentials, InstantSource clock, Duration timeout) {
        this.location = location;
        this.signature = new RequestSignature(credentials, location.region());
        this.clock = clock;
        this.timeout = timeout;
    }

    private record Answer(byte[] body, long objectSize, boolean whole) {}

    @Override
    public byte[] read(String name, int limit) throws StoreException {
        return request("GET", name, null, limit).body();
    }

    @Override
    public byte[] readRange(String name, long offset, int length) throws StoreException {
        if (length == 0) {
            size(name);
            return new byte[0];
        }
        Answer answer = request("GET", name, "bytes=" + offset + "-" + (offset + length - 1), length);
        if (answer.whole() && offset > 0 && answer.body().length > 0) {
            throw new StoreRefused("the store does not give parts of objects: " + name);
        }
        return answer.body();
    }

    @Override
    public Tail readTail(String name, int length) throws StoreException {
        Answer answer = request("GET", name, "bytes=-" + length, length);
        return new Tail(answer.body(), answer.objectSize());
    }

    @Override
    public long size(String name) throws StoreException {
        long size = request("HEAD", name, null, 0).objectSize();
        return size >= 0 ? size : readTail(name, 1).objectSize();
    }

    @Override
    public List<StoredObject> list(String prefix, String after, int limit) throws StoreException {
        SortedMap<String, String> query = new TreeMap<>();
        query.put("list-type", "2");
        query.put("max-keys", Integer.toString(Math.min(limit, MOST_IN_A_LISTING)));
        query.put("prefix", prefix);
        if (!after.isEmpty()) {
            query.put("start-after", after);
        }
        Answer answer = request("GET", "", query, null, LONGEST_LISTING);
        return ListingXml.parse(answer.body());
    }

    private Answer request(String method, String name, @Nullable String range, int limit) throws StoreException {
        return request(method, name, new TreeMap<>(), range, limit);
    }

    private Answer request(
            String method, String name, SortedMap<String, String> query, @Nullable String range, int limit)
            throws StoreException {
        String path = "/" + RequestSignature.encode(location.bucket(), false)
                + (name.isEmpty() ? "" : "/" + RequestSignature.encode(name, true));
        String what = name.isEmpty() ? "the listing of " + location.bucket() : name;
        try {
            HttpURLConnection connection = open(method, path, query);
            if (range != null) {
                connection.setRequestProperty("Range", range);
            }
            return answer(connection, what, limit);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreUnreachable(what + " did not come: " + e.getMessage(), e);
        }
    }

    private HttpURLConnection open(String method, String path, SortedMap<String, String> query) throws IOException {
        String base = location.endpoint().getScheme() + "://" + location.authority();
        URI uri = URI.create(base + path + (query.isEmpty() ? "" : "?" + RequestSignature.encode(query)));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        Map<String, String> headers = signature.headers(method, location.authority(), path, query, clock.instant());
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private Answer answer(HttpURLConnection connection, String what, int limit) throws IOException {
        int status = connection.getResponseCode();
        if (status == 200 || status == 206) {
            byte[] body = "HEAD".equals(connection.getRequestMethod()) ? new byte[0] : body(connection, what, limit);
            return new Answer(body, objectSize(connection, status), status == 200);
        }
        drain(connection);
        if (status == 416) {
            return new Answer(new byte[0], Math.max(0, sizeOfRange(connection)), false);
        }
        if (status == 404) {
            throw new MissingObject(what);
        }
        if (status == 429 || status == 408 || status >= 500) {
            throw new StoreUnreachable(what + " did not come: HTTP " + status, null);
        }
        throw new StoreRefused("the store refuses " + what + ": HTTP " + status);
    }

    private byte[] body(HttpURLConnection connection, String what, int limit) throws IOException {
        long length = connection.getContentLengthLong();
        if (length > limit) {
            connection.disconnect();
            throw new ObjectTooLarge(what, limit);
        }
        long deadline = System.nanoTime() + timeout.multipliedBy(10).toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.max(length, CHUNK));
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                body.write(chunk, 0, n);
                if (body.size() > limit) {
                    connection.disconnect();
                    throw new ObjectTooLarge(what, limit);
                }
                if (System.nanoTime() - deadline > 0) {
                    connection.disconnect();
                    throw new StoreUnreachable(what + " comes too slowly", null);
                }
            }
        }
        if (length >= 0 && body.size() != length) {
            throw new StoreUnreachable(what + " broke off after " + body.size() + " of " + length + " bytes", null);
        }
        return body.toByteArray();
    }

    private static long objectSize(HttpURLConnection connection, int status) {
        return status == 206 ? sizeOfRange(connection) : connection.getContentLengthLong();
    }

    /** Content-Range is {@code bytes 5-9/200}, or {@code bytes *}{@code /200} with status 416, where some leave it out. */
    private static long sizeOfRange(HttpURLConnection connection) {
        String range = connection.getHeaderField("Content-Range");
        String total = range == null ? "" : range.substring(range.indexOf('/') + 1);
        return total.matches("[0-9]{1,18}") ? Long.parseLong(total) : -1;
    }

    /** An answer that is read to its end lets the connection be used again. */
    private static void drain(HttpURLConnection connection) throws IOException {
        try (InputStream error = connection.getErrorStream()) {
            if (error != null) {
                error.readNBytes(CHUNK);
            }
        }
    }
}
