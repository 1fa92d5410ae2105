package cloud.dumont.gateway.ssh;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The jump host.
 *
 * @param port 0 takes a free one
 * @param hostKeyFile its own private key in OpenSSH's form; made when missing
 * @param routesCheckedEvery how often open channels are compared with where their machines are now
 */
@ConfigurationProperties("dumont.ssh")
public record SshConfig(
        String bindAddress,
        int port,
        Path hostKeyFile,
        @DefaultValue("15s") Duration routesCheckedEvery) {}
