package cloud.dumont.sandbox.r2.fault;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import cloud.dumont.sandbox.r2.store.Damage;
import cloud.dumont.sandbox.r2.store.StoredObject;
import cloud.dumont.sandbox.r2.wire.Shape;
import cloud.dumont.sandbox.r2.wire.Weather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults armed at the store, and the damage done to what is stored. */
public final class R2Faults {
    private static final List<String> NUMBERS =
            List.of("skip", "latency_ms", "bytes_per_s", "after_bytes", "offset_s", "offset", "bit", "size");

    private final Damage damage;
    private final InstantSource clock;
    private final List<ArmedFault> armed = new ArrayList<>();
    private long nextId = 1;
    private volatile Duration latency;

    public R2Faults(Damage damage, Duration latency, InstantSource clock) {
        this.damage = damage;
        this.latency = latency;
        this.clock = clock;
    }

    /** Every kind with one sentence of what it does. */
    public Map<String, String> kinds() {
        return R2Fault.kinds();
    }

    /** How long every call waits before it begins, faults or not. */
    public void setLatency(Duration every) {
        latency = every;
    }

    /**
     * Arms a fault, or does the damage at once.
     *
     * @param count how often it strikes; 0 or less for any number of times
     * @param match selectors {@code bucket}, {@code key} (a prefix), {@code method}, {@code action} (as {@code PutObject});
     *     {@code skip} lets that many fitting calls pass first; other names are settings of the kind
     * @param forSeconds disarms after this time; 0 or less for never
     * @throws IllegalArgumentException when there is no such kind, or a setting is wrong
     * @throws java.util.NoSuchElementException when there is no such object to damage
     */
    public synchronized ArmedFault inject(String kind, int count, Map<String, String> match, long forSeconds) {
        R2Fault fault = R2Fault.of(kind)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no fault " + kind + " here; there are " + String.join(", ", kinds().keySet())));
        Instant until = forSeconds > 0 ? clock.instant().plusSeconds(forSeconds) : null;
        ArmedFault plain = new ArmedFault(nextId++, kind, count > 0 ? count : -1, 0, match, until, 0);
        NUMBERS.forEach(name -> plain.number(name, 0));
        if (!fault.armed()) {
            doDamage(fault, plain);
            return new ArmedFault(plain.id(), kind, 0, 0, match, until, 1);
        }
        ArmedFault waiting = new ArmedFault(
                plain.id(), kind, plain.left(), Math.toIntExact(plain.number("skip", 0)), match, until, 0);
        armed.add(waiting);
        return waiting;
    }

    private void doDamage(R2Fault fault, ArmedFault order) {
        String bucket = order.setting("bucket", "");
        StoredObject object = damage.choose(bucket, order.setting("key", ""));
        try {
            switch (fault) {
                case BIT_FLIP ->
                    damage.flipBit(
                            bucket, object, order.number("offset", object.size() / 2), (int) order.number("bit", 0));
                case DELETE_OBJECT -> damage.delete(bucket, object);
                case TRUNCATE -> damage.truncate(bucket, object, order.number("size", object.size() / 2));
                case SWAP_OBJECTS -> damage.swap(bucket, object, damage.choose(bucket, order.setting("with", "")));
                case ERROR_500, ERROR_503, THROTTLE_429, SLOW, CUT, LOST_ANSWER, DENY, CLOCK_SKEW ->
                    throw new IllegalArgumentException(fault.kind() + " waits for a call");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Faults that can still strike, oldest first. */
    public synchronized List<ArmedFault> list() {
        prune();
        return List.copyOf(armed);
    }

    public synchronized void clear() {
        armed.clear();
    }

    /** What this call runs into; strikes are used up. */
    public synchronized Weather weather(ArmedFault.Target target, long bodyLength) {
        prune();
        if (armed.isEmpty()) {
            return new Weather(latency, null, Shape.FREE, Shape.FREE, false, Duration.ZERO);
        }
        ArmedFault slow = strike(R2Fault.SLOW, target).orElse(null);
        long rate = slow == null ? 0 : slow.number("bytes_per_s", 0);
        ArmedFault cut = strike(R2Fault.CUT, target).orElse(null);
        boolean reads = target.method().equals("GET");
        boolean cutAnswer = cut != null
                && cut.setting("side", reads ? "response" : "request").equals("response");
        long cutAt = cut == null ? -1 : cut.number("after_bytes", cutAnswer ? Shape.HALF : bodyLength / 2);
        return new Weather(
                slow == null ? latency : latency.plusMillis(slow.number("latency_ms", 0)),
                refusal(target),
                new Shape(rate, cut != null && !cutAnswer ? cutAt : -1),
                new Shape(rate, cutAnswer ? cutAt : -1),
                strike(R2Fault.LOST_ANSWER, target).isPresent(),
                strike(R2Fault.CLOCK_SKEW, target)
                        .map(fault -> Duration.ofSeconds(fault.number("offset_s", 0)))
                        .orElse(Duration.ZERO));
    }

    private @Nullable S3Refusal refusal(ArmedFault.Target target) {
        if (strike(R2Fault.ERROR_500, target).isPresent()) {
            return S3Refusal.of(500, "InternalError", "We encountered an internal error. Please try again.");
        }
        if (strike(R2Fault.ERROR_503, target).isPresent()) {
            return S3Refusal.of(503, "ServiceUnavailable", "The service is unavailable. Please try again.");
        }
        if (strike(R2Fault.THROTTLE_429, target).isPresent()) {
            return S3Refusal.tooMany();
        }
        return strike(R2Fault.DENY, target).isPresent() ? S3Refusal.accessDenied("Access Denied") : null;
    }

    /** Uses up one strike of the oldest fitting fault of this kind. */
    private Optional<ArmedFault> strike(R2Fault kind, ArmedFault.Target target) {
        for (int i = 0; i < armed.size(); i++) {
            ArmedFault fault = armed.get(i);
            if (fault.kind().equals(kind.kind()) && fault.fits(target)) {
                armed.set(i, fault.afterFit());
                return fault.skip() > 0 ? Optional.empty() : Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private void prune() {
        Instant now = clock.instant();
        armed.removeIf(fault -> fault.isOver(now));
    }
}
