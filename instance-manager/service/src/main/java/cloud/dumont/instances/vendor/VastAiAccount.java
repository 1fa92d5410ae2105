package cloud.dumont.instances.vendor;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The account at Vast.ai; without a key file there is none.
 *
 * @param url base address of the vendor's API
 * @param pace multiplies the vendor's published intervals between calls
 */
@ConfigurationProperties("dumont.vendors.vastai")
public record VastAiAccount(
        @DefaultValue("https://console.vast.ai") String url,
        @Nullable Path apiKeyFile,
        @DefaultValue("1") BigDecimal pace) {}
