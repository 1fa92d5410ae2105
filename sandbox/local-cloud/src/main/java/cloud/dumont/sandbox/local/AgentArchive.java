package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.os.Folders;
import cloud.dumont.sandbox.service.ServiceEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The agent as it was when this sandbox started: a copy with its checksum, so that a build beside a running sandbox does
 * not change what boxes must find.
 */
final class AgentArchive {
    private AgentArchive() {}

    static Path lay(Path repository, Path run) throws IOException {
        Path built = repository.resolve("dumont-agent/target/agent-dist");
        if (!Files.exists(built.resolve(ServiceEnvironment.AGENT_ARCHIVE))) {
            throw new IOException("the agent's archive is not built (" + built + "): run ./dumont up, or "
                    + "./mvnw -DskipTests package");
        }
        Path folder = run.resolve("agent");
        Folders.delete(folder);
        Files.createDirectories(folder);
        Path copy = folder.resolve(ServiceEnvironment.AGENT_ARCHIVE);
        Files.copy(built.resolve(ServiceEnvironment.AGENT_ARCHIVE), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(built.resolve("bootstrap.sh"), folder.resolve("bootstrap.sh"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                folder.resolve(ServiceEnvironment.AGENT_ARCHIVE + ".sha256"),
                sha256(copy) + "  " + ServiceEnvironment.AGENT_ARCHIVE + "\n");
        return folder;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException("this JDK has no SHA-256", impossible);
        }
    }
}
