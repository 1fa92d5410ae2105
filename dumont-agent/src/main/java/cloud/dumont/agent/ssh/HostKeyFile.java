package cloud.dumont.agent.ssh;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives the box the machine's SSH host key, so that the user's ssh meets the same machine on every box. */
public final class HostKeyFile {
    private final Path file;

    public HostKeyFile(Path file) {
        this.file = file;
    }

    /** @return whether sshd has to read it anew */
    public boolean install(String privateKey, String publicKey) throws IOException {
        String secret = withNewline(privateKey);
        if (Files.exists(file) && Files.readString(file).equals(secret)) {
            StateFiles.restrict(file, "rw-------");
            return false;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        StateFiles.replace(file, secret, "rw-------");
        StateFiles.replace(file.resolveSibling(file.getFileName() + ".pub"), withNewline(publicKey), "rw-r--r--");
        return true;
    }

    private static String withNewline(String text) {
        return text.stripTrailing() + "\n";
    }
}
