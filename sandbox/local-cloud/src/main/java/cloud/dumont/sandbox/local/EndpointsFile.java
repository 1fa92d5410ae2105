package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.os.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** {@code run/endpoints.json}: there exactly while the sandbox is ready, complete whenever it can be seen. */
final class EndpointsFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    EndpointsFile(Path run) {
        this.file = run.resolve("endpoints.json");
    }

    void write(Endpoints endpoints) throws IOException {
        Folders.writePrivate(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(endpoints) + "\n");
    }

    Endpoints read() {
        return JSON.readValue(file.toFile(), Endpoints.class);
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
