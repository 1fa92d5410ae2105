package cloud.dumont.outbox;

import cloud.dumont.events.EventFamily;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.PendingMessage;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.core.StreamOperations;

/** Reads the streams of some families as one member of a consumer group, one record after the other. */
public final class FactConsumer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(FactConsumer.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final int COUNT = 64;

    private final Set<EventFamily> families;
    private final FactHandler handler;
    private final Deliveries deliveries;
    private final Consumer member;
    private final StreamOperations<String, String, String> streams;
    private volatile boolean running;
    private volatile Thread worker = Thread.currentThread();
    private long reclaimedAt;

    FactConsumer(String group, Set<EventFamily> families, FactHandler handler, Deliveries deliveries) {
        this.families = families;
        this.handler = handler;
        this.deliveries = deliveries;
        this.member = Consumer.from(group, UUID.randomUUID().toString());
        this.streams = deliveries.redis().opsForStream();
    }

    @Override
    public void start() {
        running = true;
        worker = Thread.ofVirtual().name("facts-" + member.getGroup()).start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        worker.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        boolean groupsExist = false;
        while (running) {
            try {
                if (!groupsExist) {
                    families.forEach(this::createGroup);
                    groupsExist = true;
                }
                reclaim();
                read();
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                // A wiped Redis has forgotten the groups; making them again from the start is safe, the inbox knows
                // better.
                groupsExist = false;
                log.atWarn()
                        .addKeyValue("consumer", member.getGroup())
                        .setCause(e)
                        .log("streams cannot be read");
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private void createGroup(EventFamily family) {
        try {
            deliveries.redis().execute((org.springframework.data.redis.core.RedisCallback<Object>)
                    connection -> connection
                            .streamCommands()
                            .xGroupCreate(
                                    family.stream().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                    member.getGroup(),
                                    ReadOffset.from("0"),
                                    true));
        } catch (RedisSystemException e) {
            if (!String.valueOf(e.getCause()).contains("BUSYGROUP")) {
                throw e;
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void read() {
        StreamOffset<String>[] offsets = families.stream()
                .map(family -> StreamOffset.create(family.stream(), ReadOffset.lastConsumed()))
                .toArray(StreamOffset[]::new);
        List<MapRecord<String, String, String>> records =
                streams.read(member, StreamReadOptions.empty().count(COUNT).block(BLOCK), offsets);
        if (records != null) {
            records.forEach(record -> handle(record, 1));
        }
    }

    private void handle(MapRecord<String, String, String> record, long delivered) {
        String stream = record.getRequiredStream();
        String payload = record.getValue().getOrDefault("e", "");
        if (deliveries.deliver(family(stream), record.getId().getValue(), payload, delivered, handler)) {
            streams.acknowledge(stream, member.getGroup(), record.getId());
        }
    }

    private static EventFamily family(String stream) {
        return Arrays.stream(EventFamily.values())
                .filter(family -> family.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    /** Takes over what a dead member left, and what failed here before. */
    private void reclaim() {
        long now = System.nanoTime();
        if (reclaimedAt != 0
                && now - reclaimedAt < deliveries.config().reclaimAfter().toNanos() / 4) {
            return;
        }
        reclaimedAt = now;
        for (EventFamily family : families) {
            Map<RecordId, Long> overdue = new HashMap<>();
            for (PendingMessage pending :
                    streams.pending(family.stream(), member.getGroup(), Range.unbounded(), COUNT)) {
                if (pending.getElapsedTimeSinceLastDelivery()
                                .compareTo(deliveries.config().reclaimAfter())
                        >= 0) {
                    overdue.put(pending.getId(), pending.getTotalDeliveryCount());
                }
            }
            if (!overdue.isEmpty()) {
                streams.claim(
                                family.stream(),
                                member.getGroup(),
                                member.getName(),
                                deliveries.config().reclaimAfter(),
                                overdue.keySet().toArray(RecordId[]::new))
                        .forEach(record -> handle(record, overdue.getOrDefault(record.getId(), 1L) + 1));
            }
        }
    }
}
