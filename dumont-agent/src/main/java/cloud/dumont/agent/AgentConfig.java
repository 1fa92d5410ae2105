package cloud.dumont.agent;

import cloud.dumont.agent.ssh.SshPlaces;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the box's environment says.
 *
 * @param url base URL of the platform
 * @param token the one-time token; not needed once enrolled
 * @param home the agent's own folder, the only one it writes to besides the SSH files
 * @param root of the machine's files: what is backed up lies below it
 * @param bootId changes when the box starts anew; null: found out from the kernel
 * @param version of this build
 */
public record AgentConfig(
        URI url,
        @Nullable String token,
        Path home,
        Path root,
        SshPlaces ssh,
        String nvidiaSmi,
        @Nullable String bootId,
        String version) {
    /** @throws IllegalArgumentException with a sentence for the box's log when something is missing */
    public static AgentConfig of(Map<String, String> environment, String version) {
        String url = environment.get("DUMONT_URL");
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException("DUMONT_URL is not set");
        }
        return new AgentConfig(
                URI.create(url.strip().replaceAll("/+$", "")),
                environment.get("DUMONT_TOKEN"),
                Path.of(environment.getOrDefault("DUMONT_HOME", "/opt/dumont")),
                Path.of(environment.getOrDefault("DUMONT_ROOT", "/")),
                SshPlaces.of(environment),
                environment.getOrDefault("DUMONT_NVIDIA_SMI", "nvidia-smi"),
                environment.get("DUMONT_BOOT_ID"),
                version);
    }

    public Path state() {
        return home.resolve("state");
    }

    /** A variable that all processes of the machine have, where they share a kernel with others unseparated; else null. */
    public @Nullable String processMark() {
        return root.equals(Path.of("/")) ? null : "DUMONT_ROOT=" + root;
    }

    /** The token must not reach a log. */
    @Override
    public String toString() {
        return "AgentConfig[" + url + ", " + home + "]";
    }
}
