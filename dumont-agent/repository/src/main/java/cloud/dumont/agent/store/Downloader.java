package cloud.dumont.agent.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;

/** Gets stretches of objects from URLs. */
final class Downloader {
    private static final int MOST_OF_AN_ERROR = 16 << 10;
    private final StoreLimits limits;

    Downloader(StoreLimits limits) {
        this.limits = limits;
    }

    /** @param total the object's size, -1 when it was not said @param in nothing unless the status is 200 or 206 */
    record Answer(int status, long total, InputStream in) {}

    /**
     * Gives a request up whose answer does not begin in time. Reads have a time limit each, but the head of an answer, or an error's
     * text, may come byte by byte.
     */
    private static final class Deadline implements AutoCloseable {
        private final Thread thread;

        Deadline(HttpURLConnection connection, Duration time) {
            thread = Thread.ofVirtual().name("store-deadline").start(() -> {
                try {
                    Thread.sleep(time);
                    connection.disconnect();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /** @param range as in the header, after {@code bytes=} */
    Answer get(Presigner.Grant grant, String range) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) grant.url().toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout((int) limits.connect().toMillis());
        connection.setReadTimeout((int) limits.stall().toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        grant.headers().forEach(connection::setRequestProperty);
        connection.setRequestProperty("Range", "bytes=" + range);
        try (Deadline deadline = new Deadline(connection, limits.connect().plus(limits.stall()))) {
            return answer(connection);
        } catch (RuntimeException e) {
            // A connection that ends under its reader's hands is not in order any more.
            throw new IOException("the answer did not begin in time", e);
        }
    }

    private Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
            drain(connection);
            return new Answer(status, -1, InputStream.nullInputStream());
        }
        long length = connection.getContentLengthLong();
        InputStream in = new Download(connection, connection.getInputStream(), length, limits);
        return new Answer(status, total(connection, status, length), in);
    }

    private static long total(HttpURLConnection connection, int status, long length) {
        if (status == HttpURLConnection.HTTP_OK) {
            return length;
        }
        String range = connection.getHeaderField("Content-Range");
        int slash = range == null ? -1 : range.lastIndexOf('/');
        String text = range == null || slash < 0 ? "" : range.substring(slash + 1);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static void drain(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getErrorStream()) {
            if (in != null) {
                in.readNBytes(MOST_OF_AN_ERROR);
            }
        }
    }
}
