package cloud.dumont.monitoring.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells the streams of every replica that there is something new under a key. A lost call only costs time. */
@Component
public class Wakeups implements MessageListener {
    static final String CHANNEL = "dumont.monitoring.wake";
    private static final Logger log = LoggerFactory.getLogger(Wakeups.class);
    private final Map<String, Set<Sleeper>> sleepers = new ConcurrentHashMap<>();
    private final StringRedisTemplate redis;

    Wakeups(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /** Waits for calls under its key, those since it was made included. */
    public final class Sleeper implements AutoCloseable {
        private final String key;
        private final Semaphore calls = new Semaphore(0);

        private Sleeper(String key) {
            this.key = key;
        }

        /** @return whether it was called */
        boolean sleep(Duration atMost) throws InterruptedException {
            boolean called = calls.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (called) {
                calls.drainPermits();
            }
            return called;
        }

        @Override
        public void close() {
            sleepers.computeIfPresent(key, (any, others) -> {
                others.remove(this);
                return others.isEmpty() ? null : others;
            });
        }
    }

    public Sleeper sleeper(String key) {
        Sleeper sleeper = new Sleeper(key);
        sleepers.compute(key, (any, others) -> {
            Set<Sleeper> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(sleeper);
            return all;
        });
        return sleeper;
    }

    /** Calls once the running transaction is committed; at once when there is none. */
    public void callAfterCommit(String key) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            call(key);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                call(key);
            }
        });
    }

    private void call(String key) {
        wake(key);
        try {
            redis.convertAndSend(CHANNEL, key);
        } catch (DataAccessException e) {
            log.atWarn().setCause(e).log("other replicas hear of news only by looking");
        }
    }

    void wakeAll() {
        sleepers.keySet().forEach(this::wake);
    }

    private void wake(String key) {
        sleepers.getOrDefault(key, Set.of()).forEach(sleeper -> sleeper.calls.release());
    }

    @Override
    public void onMessage(Message message, byte @org.jspecify.annotations.Nullable [] pattern) {
        wake(new String(message.getBody(), StandardCharsets.UTF_8));
    }
}
