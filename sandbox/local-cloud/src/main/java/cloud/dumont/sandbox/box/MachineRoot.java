package cloud.dumont.sandbox.box;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The read-only root that all boxes share: built on first use, then found in the cache. */
public final class MachineRoot {
    private final Path script;
    private @Nullable Path path;

    public MachineRoot(Path image) {
        this.script = image.resolve("build-root").toAbsolutePath();
    }

    /** Where the root is; builds it when it is missing, which takes about a minute. */
    public synchronized Path path() throws IOException {
        Path known = path;
        if (known != null) {
            return known;
        }
        Process build = new ProcessBuilder(script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer;
        try (var output = build.getInputStream()) {
            answer = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (build.onExit().join().exitValue() != 0 || answer.isEmpty()) {
            throw new IOException("the root of the machines cannot be built by " + script.getFileName());
        }
        Path built = Path.of(answer);
        path = built;
        return built;
    }
}
