package cloud.dumont.agent.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Objects in this process, gone with it. */
public final class MemoryStore implements ObjectStore {
    private static final int PAGE = 1000;
    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

    @Override
    public void put(String name, Body body) throws StoreException {
        byte[] bytes;
        try (InputStream in = body.open()) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] there = objects.putIfAbsent(name, bytes);
        if (there != null && !Arrays.equals(there, bytes)) {
            throw new StoreException.Fenced(name + " holds other bytes");
        }
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException {
        byte[] bytes = bytes(name);
        if (offset >= bytes.length) {
            throw new StoreException.Missing(name + " from " + offset);
        }
        return new ByteArrayInputStream(bytes, (int) offset, (int) Math.min(length, bytes.length - offset));
    }

    @Override
    public Tail tail(String name, int length) throws StoreException {
        byte[] bytes = bytes(name);
        int from = Math.max(0, bytes.length - length);
        return new Tail(Arrays.copyOfRange(bytes, from, bytes.length), bytes.length);
    }

    @Override
    public List<Listed> list(String prefix, @Nullable String after) {
        String from = after == null || after.compareTo(prefix) < 0 ? prefix : after;
        return objects.tailMap(from, after == null || !from.equals(after)).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .limit(PAGE)
                .map(entry -> new Listed(entry.getKey(), entry.getValue().length))
                .toList();
    }

    /** The object as it is; for whoever wants to look at it or to damage it. */
    public byte[] bytes(String name) throws StoreException {
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            throw new StoreException.Missing(name);
        }
        return bytes;
    }

    public void overwrite(String name, byte[] bytes) {
        objects.put(name, bytes);
    }

    public void delete(String name) {
        objects.remove(name);
    }

    public List<String> names() {
        return List.copyOf(objects.keySet());
    }
}
