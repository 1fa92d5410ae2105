package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.backup.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What one command is about: {@code top} the files, {@code state} what is known of them, {@code store} where they are saved
 * ({@code dir:FOLDER}, {@code r2:URL} or {@code null}), {@code name} the workspace.
 */
record Place(Path top, Path state, String store, Workspace workspace, InstantSource clock) {
    static Place of(Map<String, String> words, InstantSource clock) throws IOException {
        Path state = Files.createDirectories(Path.of(required(words, "state")));
        String name = required(words, "name");
        // Beside the state, which another process may not share: the platform's knowledge.
        Path register = state.resolveSibling("register-" + name);
        return new Place(
                Path.of(required(words, "top")), state, required(words, "store"), new Workspace(register, name), clock);
    }

    private static String required(Map<String, String> words, String name) {
        String value = words.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "= is missing");
        }
        return value;
    }

    LocalOffice office() {
        return new LocalOffice(
                workspace, store.startsWith("r2:") ? new RemoteBucket(store.substring(3), clock) : null, clock);
    }

    Stores stores(LocalOffice office) {
        if (store.startsWith("r2:")) {
            return Stores.presigned(office);
        }
        if (store.startsWith("dir:")) {
            SyncedStore directory = new SyncedStore(Path.of(store.substring(4), workspace.name()));
            return other -> directory;
        }
        NullStore nothing = new NullStore();
        return other -> nothing;
    }
}
