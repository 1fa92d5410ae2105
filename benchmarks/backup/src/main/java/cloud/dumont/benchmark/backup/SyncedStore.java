package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.store.Body;
import cloud.dumont.agent.store.DirectoryStore;
import cloud.dumont.agent.store.ObjectStore;
import cloud.dumont.agent.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder that has an object on the disk before it says so, as restic's folders do. */
final class SyncedStore implements ObjectStore {
    private final Path root;
    private final DirectoryStore files;

    SyncedStore(Path root) {
        this.root = root;
        this.files = new DirectoryStore(root);
    }

    @Override
    public void put(String name, Body body) throws StoreException {
        files.put(name, body);
        try (FileChannel file = FileChannel.open(root.resolve(name), StandardOpenOption.WRITE)) {
            file.force(true);
        } catch (IOException e) {
            throw new StoreException.Unavailable("the directory does not keep it: " + e);
        }
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException {
        return files.get(name, offset, length);
    }

    @Override
    public Tail tail(String name, int length) throws StoreException {
        return files.tail(name, length);
    }

    @Override
    public List<Listed> list(String prefix, @Nullable String after) throws StoreException {
        return files.list(prefix, after);
    }
}
