package cloud.dumont.instances.hostkey;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param kekFile 32 random bytes in base64: the key that seals machines' host keys
 * @param kekId its name, kept beside every sealed key
 */
@ConfigurationProperties("dumont")
public record HostKeyConfig(
        Path kekFile, @DefaultValue("k1") String kekId) {}
