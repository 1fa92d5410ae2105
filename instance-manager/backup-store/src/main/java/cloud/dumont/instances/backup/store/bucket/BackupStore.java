package cloud.dumont.instances.backup.store.bucket;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One bucket. All calls may be repeated and may be made by many threads at once; each has a deadline. They throw
 * {@link StoreException}, and {@link IllegalArgumentException} for a key that is no key of this platform. Never call it inside
 * a database transaction.
 */
public final class BackupStore implements AutoCloseable {
    private final S3Client client;
    private final String bucket;
    private final Calls calls;
    private final Deletes deletes;
    private final Transfers transfers;

    private BackupStore(StoreConfig config) {
        this.client = Clients.of(config);
        this.bucket = config.bucket();
        this.calls = new Calls();
        this.deletes = new Deletes(client, bucket, calls);
        this.transfers = new Transfers(client, bucket, calls);
    }

    public static BackupStore connect(StoreConfig config) {
        return new BackupStore(config);
    }

    /** Creates the object if there is none of that key. For small objects: what is there is read and compared. */
    public Put putIfAbsent(String key, byte[] bytes) {
        ObjectKeys.checked(key);
        boolean created = calls.unlessThere(
                key,
                () -> client.putObject(
                        request ->
                                request.bucket(bucket).key(key).ifNoneMatch("*").checksumCRC32C(Crc32c.base64(bytes)),
                        RequestBody.fromBytes(bytes)));
        if (created) {
            return Put.CREATED;
        }
        return get(key).filter(there -> Arrays.equals(there, bytes)).isPresent() ? Put.SAME : Put.OTHER;
    }

    /** Creates or replaces. The store takes one write per second and key: sooner is {@link StoreException.Busy}. */
    public void put(String key, byte[] bytes) {
        ObjectKeys.checked(key);
        calls.run(
                key,
                () -> client.putObject(
                        request -> request.bucket(bucket).key(key).checksumCRC32C(Crc32c.base64(bytes)),
                        RequestBody.fromBytes(bytes)));
    }

    /** The whole of a small object. */
    public Optional<byte[]> get(String key) {
        ObjectKeys.checked(key);
        return calls.ifThere(
                key,
                () -> client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asByteArrayUnsafe());
    }

    /**
     * Bytes {@code offset} to {@code offset + length}, fewer where the object ends, none behind its end.
     *
     * @throws StoreException.Absent when there is no such object
     */
    public byte[] get(String key, long offset, int length) {
        ObjectKeys.checked(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("no such range: " + offset + "+" + length);
        }
        return length == 0 ? new byte[0] : transfers.range(key, offset, length);
    }

    /**
     * The last {@code length} bytes, all of a shorter object, and how large it is.
     *
     * @throws StoreException.Absent when there is no such object
     */
    public ObjectEnd end(String key, int length) {
        ObjectKeys.checked(key);
        if (length < 1) {
            throw new IllegalArgumentException("no such end: " + length);
        }
        return transfers.end(key, length);
    }

    public Optional<Stat> head(String key) {
        ObjectKeys.checked(key);
        return calls.ifThere(
                        key,
                        () -> client.headObject(
                                request -> request.bucket(bucket).key(key)))
                .map(head -> new Stat(key, head.contentLength(), head.lastModified(), Transfers.unquoted(head.eTag())));
    }

    /**
     * Objects whose key begins with {@code prefix}, in the order of keys.
     *
     * @param after exclusive; empty: from the first
     * @param limit 1 to 1,000
     */
    public Listing list(String prefix, String after, int limit) {
        var page = calls.run(
                prefix,
                () -> client.listObjectsV2(request -> {
                    request.bucket(bucket).prefix(prefix).maxKeys(limit);
                    if (!after.isEmpty()) {
                        request.startAfter(after);
                    }
                }));
        List<Stat> objects = page.contents().stream().map(BackupStore::stat).toList();
        boolean more = Boolean.TRUE.equals(page.isTruncated()) && !objects.isEmpty();
        return new Listing(objects, more ? objects.getLast().key() : null);
    }

    /** Objects that are locked or do not answer are reported, and no error. */
    public Deletion delete(Collection<String> keys) {
        keys.forEach(ObjectKeys::checked);
        return deletes.delete(List.copyOf(keys));
    }

    /**
     * Copies an object of any size through a file in {@code folder}, checked on its way, and never over something else.
     *
     * @throws StoreException.Absent when it is not here
     */
    public Put copyTo(BackupStore other, String key, Path folder) {
        ObjectKeys.checked(key);
        return transfers.copy(other.transfers, key, folder);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "store " + bucket;
    }

    private static Stat stat(S3Object object) {
        return new Stat(object.key(), object.size(), object.lastModified(), Transfers.unquoted(object.eTag()));
    }
}
