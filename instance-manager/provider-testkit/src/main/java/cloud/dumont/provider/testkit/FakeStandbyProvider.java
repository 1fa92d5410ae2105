package cloud.dumont.provider.testkit;

import cloud.dumont.provider.Launched;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.StandbyBox;
import cloud.dumont.provider.StandbyBox.Status;
import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.StandbyProvider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cloud in memory, with levers. Everything happens at once. Thread-safe. */
public final class FakeStandbyProvider implements StandbyProvider {
    private final InstantSource clock;
    private final Map<String, StandbyBox> boxes = new LinkedHashMap<>();
    private final Map<String, StandbyOrder> orders = new HashMap<>();
    private final Map<UUID, String> launched = new HashMap<>();
    private final Set<String> fullZones = new HashSet<>();
    private @Nullable ProviderException standing;
    private @Nullable ProviderException next;
    private boolean loseAnswer;
    private boolean quotaUsedUp;
    private boolean speaksStrangely;
    private Endpoint ssh = new Endpoint("127.0.0.1", 22);

    public FakeStandbyProvider(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String vendor() {
        return "fakestandby";
    }

    @Override
    public synchronized Launched launch(StandbyOrder order) {
        answer();
        String ref = launched.get(order.requestId());
        if (ref == null) {
            refuse(order.zone());
            ref = order.zone() + "/" + order.label();
            launched.put(order.requestId(), ref);
            orders.put(ref, order);
            boxes.put(ref, box(ref, order, Status.RUNNING, ssh, clock.instant()));
        }
        loseAnswer();
        return new Launched(ref);
    }

    private void refuse(String zone) {
        if (fullZones.contains(zone)) {
            throw new OutOfCapacity("the zone " + zone + " has no room");
        }
        if (quotaUsedUp) {
            throw new Refused(Refused.Reason.INVALID, "the quota is used up");
        }
    }

    private static StandbyBox box(
            String ref, StandbyOrder order, Status status, @Nullable Endpoint ssh, @Nullable Instant startedAt) {
        return new StandbyBox(
                ref,
                order.label(),
                order.zone(),
                order.machineType(),
                order.spot(),
                status,
                status.name(),
                ssh,
                startedAt);
    }

    /** A lever that stands, or one that waits for the next call. */
    private void answer() {
        if (standing != null) {
            throw standing;
        }
        ProviderException once = next;
        next = null;
        if (once != null) {
            throw once;
        }
    }

    private void loseAnswer() {
        if (loseAnswer) {
            loseAnswer = false;
            throw new Unreachable("the line was cut", null);
        }
    }

    @Override
    public synchronized List<StandbyBox> list() {
        answer();
        return List.copyOf(boxes.values());
    }

    @Override
    public synchronized Optional<StandbyBox> find(String vendorRef) {
        answer();
        return Optional.ofNullable(boxes.get(vendorRef))
                .map(box -> speaksStrangely
                        ? box(vendorRef, order(vendorRef), Status.UNKNOWN, box.ssh(), box.startedAt())
                        : box);
    }

    private StandbyOrder order(String ref) {
        existing(ref);
        StandbyOrder order = orders.get(ref);
        if (order == null) {
            throw new InstanceGone(ref);
        }
        return order;
    }

    private StandbyBox existing(String ref) {
        StandbyBox box = boxes.get(ref);
        if (box == null) {
            throw new InstanceGone(ref);
        }
        return box;
    }

    @Override
    public synchronized void start(String vendorRef) {
        answer();
        StandbyOrder order = order(vendorRef);
        if (existing(vendorRef).status() != Status.RUNNING) {
            refuse(order.zone());
            boxes.put(vendorRef, box(vendorRef, order, Status.RUNNING, ssh, clock.instant()));
        }
    }

    @Override
    public synchronized void stop(String vendorRef) {
        become(vendorRef, Status.STOPPED);
    }

    @Override
    public synchronized void suspend(String vendorRef) {
        become(vendorRef, Status.SUSPENDED);
    }

    private void become(String ref, Status status) {
        answer();
        StandbyOrder order = order(ref);
        boxes.put(ref, box(ref, order, status, null, existing(ref).startedAt()));
    }

    @Override
    public synchronized void destroy(String vendorRef) {
        answer();
        boxes.remove(vendorRef);
    }

    /** Levers from here on. */
    public synchronized void sellOut(String zone) {
        fullZones.add(zone);
    }

    public synchronized void restock(String zone) {
        fullZones.remove(zone);
    }

    public synchronized void exhaustQuota() {
        quotaUsedUp = true;
    }

    public synchronized void loseNextAnswer() {
        loseAnswer = true;
    }

    public synchronized void throttleNext() {
        next = new Throttled(null);
    }

    public synchronized void failNext(ProviderException failure) {
        next = failure;
    }

    /** From now on every call; null ends it. */
    public synchronized void failAlways(@Nullable ProviderException failure) {
        standing = failure;
    }

    public synchronized void strangeWords() {
        speaksStrangely = true;
    }

    public synchronized void preempt(String vendorRef) {
        boxes.put(vendorRef, box(vendorRef, order(vendorRef), Status.STOPPED, null, null));
    }

    /** Where machines that run from now on answer. */
    public synchronized void answersAt(Endpoint endpoint) {
        ssh = endpoint;
    }

    /** What exists, whatever the levers say. */
    public synchronized Set<String> existing() {
        return Set.copyOf(boxes.keySet());
    }

    public synchronized StandbyOrder orderOf(String vendorRef) {
        return order(vendorRef);
    }
}
