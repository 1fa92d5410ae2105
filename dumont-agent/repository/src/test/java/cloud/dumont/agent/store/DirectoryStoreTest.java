package cloud.dumont.agent.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest implements ObjectStoreContract {
    @TempDir
    private Path folder;

    @Override
    public ObjectStore store() {
        return new DirectoryStore(folder);
    }
}
