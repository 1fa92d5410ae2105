package cloud.dumont.provider.vastai;

import cloud.dumont.kernel.Secret;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * @param url of the vendor, e.g. {@code https://console.vast.ai}
 * @param apiKey of our account
 * @param pace multiplies the vendor's published intervals between calls: 1 in production, less against a double
 * @param callTimeout for one try of a call
 * @param turnPatience the longest that a call waits for its turn before it is turned away as throttled
 * @param offerLimit most offers that one search may answer, cheapest first
 */
public record VastAiConfig(
        String url, Secret apiKey, BigDecimal pace, Duration callTimeout, Duration turnPatience, int offerLimit) {
    public VastAiConfig {
        if (pace.signum() < 0) {
            throw new IllegalArgumentException("the pace must not be negative");
        }
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("the key for Vast.ai is missing");
        }
        if (offerLimit < 1) {
            throw new IllegalArgumentException("the limit of offers must be positive");
        }
    }

    public VastAiConfig(String url, Secret apiKey) {
        this(url, apiKey, BigDecimal.ONE, Duration.ofSeconds(30), Duration.ofSeconds(30), 2_000);
    }

    public VastAiConfig withPace(BigDecimal other) {
        return new VastAiConfig(url, apiKey, other, callTimeout, turnPatience, offerLimit);
    }
}
