package cloud.dumont.agent.ssh;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where SSH lives on this box.
 *
 * @param configFolder of sshd
 * @param authorizedKeys of the user that logs in
 * @param pidFile of sshd; null: where sshd's configuration says, or the usual place
 * @param port of sshd; null: what sshd's command line or configuration says, or 22
 */
public record SshPlaces(
        Path configFolder,
        Path authorizedKeys,
        @Nullable Path pidFile,
        @Nullable Integer port) {
    public static SshPlaces of(Map<String, String> environment) {
        String pidFile = environment.get("DUMONT_SSHD_PID_FILE");
        String port = environment.getOrDefault("DUMONT_SSHD_PORT", "");
        return new SshPlaces(
                Path.of(environment.getOrDefault("DUMONT_SSHD_DIR", "/etc/ssh")),
                Path.of(environment.getOrDefault("DUMONT_AUTHORIZED_KEYS", "/root/.ssh/authorized_keys")),
                pidFile == null ? null : Path.of(pidFile),
                port.matches("\\d{1,5}") ? Integer.valueOf(port) : null);
    }

    public Path config() {
        return configFolder.resolve("sshd_config");
    }

    public Path hostKey() {
        return configFolder.resolve("ssh_host_ed25519_key");
    }

    public Path dropIn() {
        return configFolder.resolve("sshd_config.d").resolve("10-dumont-environment.conf");
    }
}
