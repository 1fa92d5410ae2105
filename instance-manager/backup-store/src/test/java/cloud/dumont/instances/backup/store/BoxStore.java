package cloud.dumont.instances.backup.store;

import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.bucket.ObjectEnd;
import cloud.dumont.instances.backup.store.presign.PresignedUrl;
import cloud.dumont.instances.backup.store.presign.Presigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The store as a box sees it: it writes by signed leave only. */
final class BoxStore implements ObjectStore {
    private final BackupStore store;
    private final Presigner presigner;
    private final String root;
    private final BiConsumer<String, Long> signed;

    /** @param signed told of name and size before each leave */
    BoxStore(BackupStore store, Presigner presigner, String root, BiConsumer<String, Long> signed) {
        this.store = store;
        this.presigner = presigner;
        this.root = root;
        this.signed = signed;
    }

    @Override
    public void put(String name, Body body) throws StoreException {
        signed.accept(name, body.size());
        String crc = Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt(body.crc32c()).array());
        PresignedUrl url = presigner.put(root + name, body.size(), crc, Duration.ofMinutes(5), Instant.now());
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url.url()).toURL().openConnection();
            connection.setRequestMethod("PUT");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.size());
            url.headers().forEach(connection::setRequestProperty);
            try (InputStream in = body.open();
                    var out = connection.getOutputStream()) {
                in.transferTo(out);
            }
            if (connection.getResponseCode() != 200) {
                throw new StoreException.Fenced(name + ": " + connection.getResponseCode());
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException {
        return new ByteArrayInputStream(ask(
                name, () -> store.get(root + name, offset, (int) Math.min(length, Integer.MAX_VALUE))));
    }

    @Override
    public Tail tail(String name, int length) throws StoreException {
        ObjectEnd end = ask(name, () -> store.end(root + name, length));
        return new Tail(end.bytes(), end.size());
    }

    @Override
    public List<Listed> list(String prefix, String after) {
        return store.list(root + prefix, after == null ? "" : root + after, 1000).objects().stream()
                .map(object -> new Listed(object.key().substring(root.length()), object.size()))
                .toList();
    }

    private static <T> T ask(String name, Supplier<T> call) throws StoreException {
        try {
            return call.get();
        } catch (cloud.dumont.instances.backup.store.bucket.StoreException.Absent absent) {
            throw new StoreException.Missing(name);
        }
    }
}
