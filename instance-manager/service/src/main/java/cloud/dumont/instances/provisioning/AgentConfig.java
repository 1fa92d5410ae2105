package cloud.dumont.instances.provisioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What a box needs to fetch its agent.
 *
 * @param agentUrl the platform's address as boxes reach it
 * @param agentSha256 checksum of the agent's archive, in hex; or
 * @param agentChecksumFile a file with it, as {@code sha256sum} writes it
 */
@ConfigurationProperties("dumont")
public record AgentConfig(
        String agentUrl,
        @Nullable String agentSha256,
        @Nullable Path agentChecksumFile) {
    /** Read at every launch, so that a new archive needs no restart. */
    String checksum() {
        if (agentSha256 != null && !agentSha256.isBlank()) {
            return agentSha256;
        }
        if (agentChecksumFile == null) {
            throw new IllegalStateException("neither dumont.agent-sha256 nor dumont.agent-checksum-file is set");
        }
        try {
            return Files.readString(agentChecksumFile).strip().split("\\s+", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException("the checksum of the agent's archive cannot be read", e);
        }
    }
}
