package cloud.dumont.gateway.dashboard;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param dashboardDir the built dashboard; without one there are no pages
 * @param publicUrl where users reach the platform
 */
@ConfigurationProperties("dumont")
public record DashboardConfig(@Nullable Path dashboardDir, String publicUrl) {}
