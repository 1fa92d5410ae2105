package cloud.dumont.restore.source;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Objects in memory, which a test may change as it likes. */
public final class MemorySource implements ObjectSource {
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong requests = new AtomicLong();

    public NavigableMap<String, byte[]> objects() {
        return objects;
    }

    public long requests() {
        return requests.get();
    }

    public MemorySource copy() {
        MemorySource copy = new MemorySource();
        objects.forEach((name, bytes) -> copy.objects.put(name, bytes.clone()));
        return copy;
    }

    public void flip(String name, long bit) {
        byte[] bytes = objects.get(name).clone();
        bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        objects.put(name, bytes);
    }

    @Override
    public byte[] read(String name, int limit) throws StoreException {
        byte[] bytes = get(name);
        if (bytes.length > limit) {
            throw new ObjectTooLarge(name, limit);
        }
        return bytes.clone();
    }

    @Override
    public byte[] readRange(String name, long offset, int length) throws StoreException {
        byte[] bytes = get(name);
        int from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length));
    }

    @Override
    public Tail readTail(String name, int length) throws StoreException {
        byte[] bytes = get(name);
        return new Tail(Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length), bytes.length);
    }

    @Override
    public long size(String name) throws StoreException {
        return get(name).length;
    }

    @Override
    public List<StoredObject> list(String prefix, String after, int limit) {
        requests.incrementAndGet();
        return objects.tailMap(after, false).entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .limit(limit)
                .map(e -> new StoredObject(e.getKey(), e.getValue().length))
                .toList();
    }

    private byte[] get(String name) throws MissingObject {
        requests.incrementAndGet();
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            throw new MissingObject(name);
        }
        return bytes;
    }
}
