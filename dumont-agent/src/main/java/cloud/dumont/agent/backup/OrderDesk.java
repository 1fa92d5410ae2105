package cloud.dumont.agent.backup;

import cloud.dumont.agent.protocol.backup.BackupOrders;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The newest orders: fetched when somebody says that they changed, and now and then. */
public final class OrderDesk {
    private static final System.Logger log = System.getLogger(OrderDesk.class.getName());
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(60);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private final BackupOffice office;
    private final LongSupplier nanoTime;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private @Nullable BackupOrders newest;
    private boolean changed;
    private boolean asked;
    private long askAtNanos;
    private long version = -1;
    private volatile Runnable told = () -> {};

    public OrderDesk(BackupOffice office, LongSupplier nanoTime) {
        this.office = office;
        this.nanoTime = nanoTime;
    }

    /** Who is told, at once and on whatever thread, when the orders may have changed. */
    void whenChanged(Runnable tell) {
        told = tell;
    }

    /** Somebody says that the orders changed. */
    public synchronized void changed() {
        changed = true;
        notifyAll();
        told.run();
    }

    /** A commit's answer says which version the orders have. */
    synchronized void version(long now) {
        if (version >= 0 && now != version) {
            changed();
        }
        version = now;
    }

    synchronized void set(BackupOrders orders) {
        newest = orders;
        long now = nanoTime.getAsLong();
        asked = true;
        askAtNanos = now + NOW_AND_THEN.toNanos();
        firstSeen
                .keySet()
                .retainAll(orders.snapshots().stream()
                        .map(BackupOrders.Snapshot::id)
                        .toList());
        orders.snapshots().forEach(it -> firstSeen.putIfAbsent(it.id(), now));
    }

    /** Nobody waits for the order any more. */
    synchronized void close(String order) {
        closed.add(order);
        changed();
    }

    synchronized boolean isClosed(String order) {
        return closed.contains(order);
    }

    /** Whether somebody waits for it, as far as is known. */
    synchronized boolean isWanted(BackupOrders.Snapshot order) {
        BackupOrders known = newest;
        return !closed.contains(order.id())
                && known != null
                && known.snapshots().stream().anyMatch(it -> it.id().equals(order.id()));
    }

    /** When this order was first heard of. */
    synchronized long since(BackupOrders.Snapshot order) {
        return firstSeen.getOrDefault(order.id(), nanoTime.getAsLong());
    }

    /** Asks for the orders if that is due. @throws BackupOffice.Refusal when this epoch is over */
    void refresh() throws BackupOffice.Refusal {
        if (!isDue()) {
            return;
        }
        try {
            set(office.orders());
        } catch (BackupOffice.Refusal e) {
            if (e.isFence()) {
                throw e;
            }
            later(e);
        } catch (IOException e) {
            later(e);
        }
    }

    /** When {@link #refresh} asks again if nobody says anything. */
    synchronized long dueNanos() {
        return asked ? askAtNanos : nanoTime.getAsLong();
    }

    private synchronized boolean isDue() {
        boolean due = changed || !asked || nanoTime.getAsLong() - askAtNanos >= 0;
        changed = false;
        return due;
    }

    private synchronized void later(IOException e) {
        log.log(System.Logger.Level.DEBUG, "the orders have to wait: {0}", e.getMessage());
        asked = true;
        askAtNanos = nanoTime.getAsLong() + AFTER_FAILURE.toNanos();
    }

    /** @throws IllegalStateException before the first {@link #set} */
    synchronized BackupOrders orders() {
        BackupOrders known = newest;
        if (known == null) {
            throw new IllegalStateException("no orders were heard yet");
        }
        return known;
    }

    /** Waits until the orders may have changed, or the time is over. */
    synchronized void await(Duration longest) throws InterruptedException {
        if (!changed) {
            wait(Math.max(1, longest.toMillis()));
        }
    }
}
