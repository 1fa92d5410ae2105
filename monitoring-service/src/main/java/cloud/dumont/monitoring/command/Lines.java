package cloud.dumont.monitoring.command;

import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.WatchHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * The open lines to boxes. One that breaks off at the box's end, and is not replaced in a moment by another to any replica,
 * makes its machine suspect. Which line of a box is the newest stands in Redis; without it beats alone decide.
 */
@Component
public class Lines {
    private static final Logger log = LoggerFactory.getLogger(Lines.class);
    /** Longer than any line lives. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final StringRedisTemplate redis;
    private final WatchHealth health;
    private final LineConfig config;
    private final InstantSource clock;
    private final Executor threads =
            task -> Thread.ofVirtual().name("line-broke-off").start(task);
    private final AtomicInteger open = new AtomicInteger();
    private final Deque<Broken> broken = new ArrayDeque<>();
    private final Deque<Instant> lately = new ArrayDeque<>();

    Lines(StringRedisTemplate redis, WatchHealth health, LineConfig config, InstantSource clock) {
        this.redis = redis;
        this.health = health;
        this.config = config;
        this.clock = clock;
    }

    /** One line to a box. */
    public record Line(PlacementId placement, String id) {}

    private record Broken(Line line, Instant at) {}

    public Line opened(PlacementId placement, Instant now) {
        Line line = new Line(placement, UUID.randomUUID().toString());
        open.incrementAndGet();
        try {
            redis.opsForValue().set(key(placement), line.id(), REMEMBERED);
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("a line is open, but Redis could not note it");
        }
        health.add(placement, Signals.streamOpened(now), now);
        return line;
    }

    public void ended(Line line) {
        open.decrementAndGet();
    }

    /** Its other end is gone. What that means is known a moment later. */
    public void brokeOff(Line line, Instant now) {
        Broken end = new Broken(line, now);
        synchronized (this) {
            broken.add(end);
            lately.add(now);
        }
        settleLater(end);
    }

    private void settleLater(Broken end) {
        CompletableFuture.delayedExecutor(config.returns().toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(() -> settle(end));
    }

    /** A clock that was set back needs another moment. */
    private void settle(Broken end) {
        try {
            settle(clock.instant());
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("a line broke off, but nobody could be told");
        }
        if (isOpenQuestion(end)) {
            settleLater(end);
        }
    }

    private synchronized boolean isOpenQuestion(Broken end) {
        return broken.contains(end);
    }

    /** Judges the lines whose moment is over. */
    void settle(Instant now) {
        List<Broken> due = due(now);
        if (due.isEmpty()) {
            return;
        }
        if (isWave(now)) {
            log.atWarn()
                    .addKeyValue("lines", due.size())
                    .log("many lines broke off at once: that is not their machines");
            return;
        }
        due.stream()
                .filter(each -> isNewest(each.line()))
                .forEach(each -> health.tell(each.line().placement(), Signals.streamClosed(each.at()), now));
    }

    private synchronized List<Broken> due(Instant now) {
        List<Broken> due = new ArrayList<>();
        while (!broken.isEmpty() && !now.isBefore(broken.peek().at().plus(config.returns()))) {
            due.add(broken.remove());
        }
        return due;
    }

    private synchronized boolean isWave(Instant now) {
        lately.removeIf(at -> at.isBefore(now.minus(config.returns()).minus(config.wave())));
        int all = open.get() + lately.size();
        return lately.size() > config.fewAtOnce() && lately.size() * 100L >= (long) config.wavePercent() * all;
    }

    private boolean isNewest(Line line) {
        try {
            return line.id().equals(redis.opsForValue().get(key(line.placement())));
        } catch (DataAccessException e) {
            return false;
        }
    }

    private static String key(PlacementId placement) {
        return "line:" + placement.text();
    }
}
