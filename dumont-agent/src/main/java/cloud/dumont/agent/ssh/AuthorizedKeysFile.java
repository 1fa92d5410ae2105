package cloud.dumont.agent.ssh;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps the platform's block in the login user's {@code authorized_keys}. */
public final class AuthorizedKeysFile {
    private static final System.Logger log = System.getLogger(AuthorizedKeysFile.class.getName());
    private static final String LAST = "authorized-keys";
    /** Lines of the user may be in any encoding; this one gives every byte back as it was. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final Path file;
    private final StateFiles state;

    public AuthorizedKeysFile(Path file, StateFiles state) {
        this.file = file;
        this.state = state;
    }

    /** sshd reads the file at each login: nothing has to be reloaded. */
    public synchronized void manage(List<String> keys) throws IOException {
        List<String> before =
                state.read(LAST).map(String::lines).map(it -> it.toList()).orElse(List.of());
        String text = Files.exists(file) ? new String(Files.readAllBytes(file), BYTES) : "";
        String next = KeyBlock.apply(text, bytesOf(keys), bytesOf(before));
        if (next.equals(text)) {
            return;
        }
        makeFolder();
        StateFiles.replace(file, next.getBytes(BYTES), StateFiles.permissions(file, "rw-------"));
        state.write(LAST, String.join("\n", keys));
        log.log(System.Logger.Level.INFO, "{0} keys of the platform are in {1}", keys.size(), file);
    }

    private static List<String> bytesOf(List<String> keys) {
        return keys.stream()
                .map(key -> new String(key.getBytes(StandardCharsets.UTF_8), BYTES))
                .toList();
    }

    private void makeFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder);
            StateFiles.restrict(folder, "rwx------");
        }
    }
}
