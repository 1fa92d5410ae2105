package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes everything and keeps nothing: the engine alone, without what a store costs. */
final class NullStore implements ObjectStore {
    @Override
    public void put(String name, Body body) throws StoreException {
        try (InputStream in = body.open()) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new StoreException.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException {
        throw new StoreException.Missing(name);
    }

    @Override
    public Tail tail(String name, int length) throws StoreException {
        throw new StoreException.Missing(name);
    }

    @Override
    public List<Listed> list(String prefix, @Nullable String after) {
        return List.of();
    }
}
