package cloud.dumont.gateway.agentplane;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param agentArchiveDir where the agent's build put what boxes fetch */
@ConfigurationProperties("dumont")
public record AgentFilesConfig(@Nullable Path agentArchiveDir) {}
