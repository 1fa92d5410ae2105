package cloud.dumont.instances.instance;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where users reach the jump host. */
@ConfigurationProperties("dumont.ssh")
public record SshConfig(
        @DefaultValue("127.0.0.1") String publicHost,
        @DefaultValue("2222") int port) {}
