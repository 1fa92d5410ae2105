package cloud.dumont.provider.testkit;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.provider.RentedBox.Status;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One box of the fake vendor. Guarded by its provider's lock. */
final class FakeBox {
    private static final int FIRST_MADE_UP_PORT = 61_000;

    final String ref;
    final LaunchOrder order;
    final Offer offer;
    final HourlyPrice cost;
    final Instant from;
    final SshGreeting ssh = new SshGreeting();
    Status status = Status.PROVISIONING;
    String statusText = "loading";
    int hiddenReads;

    @Nullable
    Instant startedAt;

    FakeBox(String ref, LaunchOrder order, Offer offer, HourlyPrice cost, Instant from) {
        this.ref = ref;
        this.order = order;
        this.offer = offer;
        this.cost = cost;
        this.from = from;
    }

    void become(Status next, Instant now, boolean sshAnswers) {
        if (next == Status.RUNNING && status != Status.RUNNING) {
            startedAt = now;
        }
        status = next;
        statusText = next.name().toLowerCase(Locale.ROOT);
        if (next == Status.RUNNING && sshAnswers) {
            ssh.open();
        } else if (next != Status.RUNNING) {
            ssh.shut();
        }
    }

    /** Whether this read still misses a fresh box. */
    boolean hiddenFromThisRead() {
        if (hiddenReads == 0) {
            return false;
        }
        hiddenReads--;
        return true;
    }

    RentedBox view() {
        boolean addressed = status == Status.RUNNING || status == Status.DEGRADED;
        Map<Integer, Endpoint> ports = addressed ? ports() : Map.of();
        return new RentedBox(
                ref, order.label(), status, statusText, cost, ports.get(22), ports, offer.hostRef(), startedAt);
    }

    private Map<Integer, Endpoint> ports() {
        Map<Integer, Endpoint> ports = new TreeMap<>();
        int made = FIRST_MADE_UP_PORT;
        for (int port : order.ports()) {
            ports.put(port, new Endpoint(ssh.endpoint().host(), made++));
        }
        ports.put(22, ssh.endpoint());
        return ports;
    }
}
