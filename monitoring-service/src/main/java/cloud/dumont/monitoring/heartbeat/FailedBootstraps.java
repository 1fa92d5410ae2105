package cloud.dumont.monitoring.heartbeat;

import cloud.dumont.agent.protocol.BootstrapFailure;
import cloud.dumont.monitoring.agent.AgentRefusal;
import cloud.dumont.web.problem.RefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Boxes that could not even start an agent. Anybody can write here, so little is believed and not often. */
@Component
public class FailedBootstraps {
    private static final Logger log = LoggerFactory.getLogger(FailedBootstraps.class);
    private static final int PER_WINDOW = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int LONGEST = 300;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private Instant windowEnds = Instant.EPOCH;
    private int seen;

    FailedBootstraps(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** @throws RefusedException {@code rate_limited} */
    public void report(BootstrapFailure failure) {
        if (!admit(clock.instant())) {
            throw new RefusedException(new AgentRefusal.TooManyReports());
        }
        meters.counter("dumont.bootstrap.failures").increment();
        log.atWarn()
                .addKeyValue("what", printable(failure.what()))
                .addKeyValue("remedy", printable(failure.remedy()))
                .log("a box could not be bootstrapped");
    }

    private synchronized boolean admit(Instant now) {
        if (!now.isBefore(windowEnds)) {
            windowEnds = now.plus(WINDOW);
            seen = 0;
        }
        seen++;
        return seen <= PER_WINDOW;
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", " ").strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}
