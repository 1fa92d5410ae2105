package cloud.dumont.monitoring.sse;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs streams of server-sent events, each on the (virtual) thread of its request. Stops before the web server does: its
 * graceful shutdown would wait for requests that do not end by themselves.
 */
@Component
public class LiveStreams implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);
    private static final SseEvent EXPIRED = new SseEvent("expired", "{}");
    private final Wakeups wakeups;
    private final StreamConfig config;
    private final InstantSource clock;
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean running = true;

    LiveStreams(Wakeups wakeups, StreamConfig config, InstantSource clock, MeterRegistry meters) {
        this.wakeups = wakeups;
        this.config = config;
        this.clock = clock;
        Gauge.builder("dumont.sse.streams", open, AtomicInteger::get)
                .description("open streams of this replica, of agents and of users")
                .register(meters);
    }

    /** Called while a stream lives, at least once per ping. */
    @FunctionalInterface
    public interface Heart {
        void beats();
    }

    /**
     * Writes the feed's events to the answer until {@code until}, the client's end or this service's.
     *
     * @param sleeper made before the feed fixed where it starts, so that nothing falls between
     */
    public void serve(HttpServletResponse response, Feed feed, Wakeups.Sleeper sleeper, Instant until, Heart heart) {
        open.incrementAndGet();
        try {
            run(new SseChannel(response), feed, sleeper, until, heart);
        } catch (IOException e) {
            log.debug("a stream's client went away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    private void run(SseChannel channel, Feed feed, Wakeups.Sleeper sleeper, Instant until, Heart heart)
            throws IOException, InterruptedException {
        channel.ping();
        long spokenAt = System.nanoTime();
        while (running) {
            List<SseEvent> news = feed.next();
            for (SseEvent event : news) {
                channel.send(event);
                spokenAt = System.nanoTime();
            }
            if (!news.isEmpty()) {
                continue;
            }
            Duration left = Duration.between(clock.instant(), until);
            if (!left.isPositive()) {
                channel.send(EXPIRED);
                return;
            }
            Duration toPing = config.ping().minusNanos(System.nanoTime() - spokenAt);
            if (!toPing.isPositive()) {
                channel.ping();
                heart.beats();
                spokenAt = System.nanoTime();
                continue;
            }
            sleeper.sleep(shortest(shortest(toPing, config.poll()), left).plusMillis(1));
        }
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        wakeups.wakeAll();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 512;
    }
}
