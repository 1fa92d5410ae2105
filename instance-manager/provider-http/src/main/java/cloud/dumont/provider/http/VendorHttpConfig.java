package cloud.dumont.provider.http;

import java.time.Duration;

/**
 * @param baseUrl without a slash at its end
 * @param callTimeout for one try, from connecting to the last byte of the answer
 * @param connectTimeout part of it
 * @param maxBodyBytes a longer answer counts as none
 * @param readAttempts tries of a read, the first included
 * @param retryDelay before the second try; doubles, with jitter
 */
public record VendorHttpConfig(
        String vendor,
        String baseUrl,
        Duration callTimeout,
        Duration connectTimeout,
        long maxBodyBytes,
        int readAttempts,
        Duration retryDelay) {
    private static final long SIXTEEN_MB = 16L << 20;

    public VendorHttpConfig {
        if (!baseUrl.startsWith("http://") && !baseUrl.startsWith("https://")) {
            throw new IllegalArgumentException("the address of " + vendor + " must be an http or https URL");
        }
        if (readAttempts < 1 || maxBodyBytes < 1 || !callTimeout.isPositive() || !connectTimeout.isPositive()) {
            throw new IllegalArgumentException("deadlines, attempts and size limit of " + vendor + " must be positive");
        }
        baseUrl = baseUrl.replaceAll("/+$", "");
    }

    public static VendorHttpConfig of(String vendor, String baseUrl, Duration callTimeout) {
        return new VendorHttpConfig(
                vendor, baseUrl, callTimeout, Duration.ofSeconds(5), SIXTEEN_MB, 3, Duration.ofMillis(500));
    }
}
