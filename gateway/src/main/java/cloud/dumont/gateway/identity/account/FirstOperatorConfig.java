package cloud.dumont.gateway.identity.account;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The account that runs the platform, made at the first start when there is none.
 *
 * @param passwordFile first line is its password
 */
public record FirstOperatorConfig(
        @Nullable String email, @Nullable Path passwordFile) {}
