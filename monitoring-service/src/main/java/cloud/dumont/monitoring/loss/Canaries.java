package cloud.dumont.monitoring.loss;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks from here at what is not ours, the store and the vendors' APIs: who reaches none of them does not reach machines either,
 * and decides nothing.
 */
@Component
class Canaries {
    private static final Logger log = LoggerFactory.getLogger(Canaries.class);
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private final List<URI> targets;
    private final ExaminationConfig config;
    private Instant checkedAt = Instant.EPOCH;
    private volatile Sight sight = Sight.UNKNOWN;

    Canaries(ExaminationConfig config, MeterRegistry meters) {
        this.targets = new ArrayList<>(config.vendors());
        if (config.store() != null) {
            targets.add(config.store());
        }
        this.config = config;
        Gauge.builder("dumont.guard.cut_off", () -> sight == Sight.CUT_OFF ? 1 : 0)
                .description("1 while this replica reaches too few of store and vendors to decide anything")
                .register(meters);
    }

    /** How this replica's own network looks. */
    enum Sight {
        CLEAR,
        /** Most of the targets do not answer. */
        CUT_OFF,
        /** There is nothing to look at. */
        UNKNOWN
    }

    /** May take a second. */
    synchronized Sight look(Instant now) {
        if (targets.isEmpty()) {
            return Sight.UNKNOWN;
        }
        if (now.isBefore(checkedAt) || !now.isBefore(checkedAt.plus(config.blindCheckedEvery()))) {
            long silent =
                    targets.parallelStream().filter(target -> !answers(target)).count();
            sight = silent * 2 > targets.size() ? Sight.CUT_OFF : Sight.CLEAR;
            checkedAt = now;
            if (sight == Sight.CUT_OFF) {
                log.atWarn()
                        .addKeyValue("silent", silent)
                        .addKeyValue("targets", targets.size())
                        .log("this service is cut off: nobody is given up");
            }
        }
        return sight;
    }

    private static boolean answers(URI target) {
        int port = target.getPort() > 0 ? target.getPort() : "https".equals(target.getScheme()) ? HTTPS : HTTP;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.getHost(), port), (int) WITHIN.toMillis());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
