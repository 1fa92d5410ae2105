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

    /** Why a stream ended. */
    public enum End {
        /** Its time was over. */
        EXPIRED,
        /** This service stops. */
        STOPPED,
        /** Nobody reads it any more. */
        BROKEN_OFF
    }

    /**
     * Writes the feed's events to the answer until {@code until}, the client's end or this service's.
     *
     * @param sleeper made before the feed fixed where it starts, so that nothing falls between
     * @param ping after so long without an event the stream says something; that is how a client's end is noticed
     */
    public End serve(
            HttpServletResponse response,
            Feed feed,
            Wakeups.Sleeper sleeper,
            Instant until,
            Duration ping,
            Heart heart) {
        open.incrementAndGet();
        try {
            return run(new SseChannel(response), feed, sleeper, until, ping, heart);
        } catch (IOException e) {
            log.debug("a stream's client went away", e);
            return running ? End.BROKEN_OFF : End.STOPPED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.STOPPED;
        } finally {
            open.decrementAndGet();
        }
    }

    private End run(SseChannel channel, Feed feed, Wakeups.Sleeper sleeper, Instant until, Duration ping, Heart heart)
            throws IOException, InterruptedException {
        channel.ping();
        long spokenAt = System.nanoTime();
        long lookedAt = 0;
        boolean called = true;
        while (running) {
            // Not with every ping: of ten thousand agents that would be many questions for nothing.
            if (called || System.nanoTime() - lookedAt >= config.poll().toNanos()) {
                lookedAt = System.nanoTime();
                List<SseEvent> news = feed.next();
                for (SseEvent event : news) {
                    channel.send(event);
                    spokenAt = System.nanoTime();
                }
                called = !news.isEmpty();
                if (called) {
                    continue;
                }
            }
            Duration left = Duration.between(clock.instant(), until);
            if (!left.isPositive()) {
                channel.send(EXPIRED);
                return End.EXPIRED;
            }
            Duration toPing = ping.minusNanos(System.nanoTime() - spokenAt);
            if (!toPing.isPositive()) {
                channel.ping();
                heart.beats();
                spokenAt = System.nanoTime();
                continue;
            }
            Duration toPoll = config.poll().minusNanos(System.nanoTime() - lookedAt);
            called = sleeper.sleep(shortest(shortest(toPing, toPoll), left).plusMillis(1));
        }
        return End.STOPPED;
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
