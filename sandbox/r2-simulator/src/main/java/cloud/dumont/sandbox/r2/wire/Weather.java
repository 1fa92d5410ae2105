package cloud.dumont.sandbox.r2.wire;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one request on its way, beside what it asks for.
 *
 * @param refusal answered instead of doing anything
 * @param lostAnswer all is done, and nobody is told
 * @param skew how far the store's clock is off
 */
public record Weather(
        Duration latency,
        @Nullable S3Refusal refusal,
        Shape inbound,
        Shape outbound,
        boolean lostAnswer,
        Duration skew) {}
