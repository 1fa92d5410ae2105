package cloud.dumont.agent.history;

import cloud.dumont.agent.container.DamageException;
import cloud.dumont.agent.store.StoreException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Loads things several at a time and hands them out in their order; no more than a few wait at once. Not thread-safe. */
final class InOrder<K, V> implements AutoCloseable {
    private final Iterator<K> keys;
    private final int ahead;
    private final Load<K, V> load;
    private final ArrayDeque<Loading<K, V>> underWay = new ArrayDeque<>();
    private @Nullable K last;

    @FunctionalInterface
    interface Load<K, V> {
        V load(K key) throws StoreException, DamageException, InterruptedException;
    }

    private record Loading<K, V>(K key, FutureTask<V> task, Thread thread) {}

    InOrder(List<K> keys, int ahead, Load<K, V> load) {
        this.keys = keys.iterator();
        this.ahead = ahead;
        this.load = load;
    }

    boolean hasNext() {
        while (underWay.size() < ahead && keys.hasNext()) {
            K key = keys.next();
            FutureTask<V> task = new FutureTask<>(() -> load.load(key));
            underWay.add(
                    new Loading<>(key, task, Thread.ofVirtual().name("load").start(task)));
        }
        return !underWay.isEmpty();
    }

    V next() throws StoreException, DamageException, InterruptedException {
        Loading<K, V> loading = underWay.remove();
        last = loading.key();
        try {
            return loading.task().get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case StoreException store -> throw store;
                case DamageException damage -> throw damage;
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> throw new IllegalStateException("loading failed", e.getCause());
            }
        }
    }

    /** What {@link #next()} gave last belongs to this. */
    K lastKey() {
        if (last == null) {
            throw new IllegalStateException("nothing was loaded yet");
        }
        return last;
    }

    @Override
    public void close() {
        underWay.forEach(loading -> loading.thread().interrupt());
        underWay.clear();
    }
}
