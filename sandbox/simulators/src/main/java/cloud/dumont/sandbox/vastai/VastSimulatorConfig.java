package cloud.dumont.sandbox.vastai;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to run the simulator.
 *
 * @param port 0 for any free one
 * @param apiKey key of the first account
 * @param seed the same seed gives the same market and the same waits
 * @param bootScale all waits of the vendor times this; 1 is real life
 * @param rateScale published minimum intervals between calls times this; 0 switches the limit off
 * @param creditUsd credit of the first account when it is new
 * @param stateFile where contracts, accounts and the meter survive a restart; null keeps nothing
 * @param requestLog file for one JSON line per request; null keeps the newest in memory only
 */
public record VastSimulatorConfig(
        int port,
        String apiKey,
        long seed,
        double bootScale,
        double rateScale,
        BigDecimal creditUsd,
        @Nullable Path stateFile,
        @Nullable Path requestLog) {
    public static final double USUAL_RATE_SCALE = 0.2;
    private static final BigDecimal USUAL_CREDIT = BigDecimal.valueOf(1000);

    public VastSimulatorConfig(
            int port, String apiKey, long seed, double bootScale, @Nullable Path stateFile, @Nullable Path requestLog) {
        this(port, apiKey, seed, bootScale, USUAL_RATE_SCALE, USUAL_CREDIT, stateFile, requestLog);
    }

    public VastSimulatorConfig withRateScale(double scale) {
        return new VastSimulatorConfig(port, apiKey, seed, bootScale, scale, creditUsd, stateFile, requestLog);
    }

    public VastSimulatorConfig withCredit(BigDecimal usd) {
        return new VastSimulatorConfig(port, apiKey, seed, bootScale, rateScale, usd, stateFile, requestLog);
    }
}
