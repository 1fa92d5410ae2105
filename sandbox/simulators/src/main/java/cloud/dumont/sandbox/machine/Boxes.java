package cloud.dumont.sandbox.machine;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Passes orders to the host in the background, one after the other for each box, and never under the vendor's lock. */
public final class Boxes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Boxes.class.getName());

    private final String vendor;
    private final MachineHost host;
    private final Consumer<String> leaving;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Void>> queues = new HashMap<>();

    /** @param leaving hears of a box's ref before the box is told to go */
    public Boxes(String vendor, MachineHost host, Consumer<String> leaving) {
        this.vendor = vendor;
        this.host = host;
        this.leaving = leaving;
    }

    public String vendor() {
        return vendor;
    }

    public void start(MachineOrder order, Consumer<Machine> started, Consumer<String> failed) {
        enqueue(order.ref(), () -> {
            Machine machine;
            try {
                machine = host.start(order);
            } catch (IOException | RuntimeException refused) {
                LOG.log(System.Logger.Level.WARNING, "box " + vendor + "/" + order.ref() + " does not start", refused);
                failed.accept(String.valueOf(refused.getMessage()));
                return;
            }
            started.accept(machine);
        });
    }

    /** The box goes on being reachable for as long as it runs. */
    public void softOff(String ref) {
        enqueue(ref, () -> host.softOff(vendor, ref));
    }

    public void stop(String ref) {
        leaving.accept(ref);
        enqueue(ref, () -> host.stop(vendor, ref));
    }

    public void kill(String ref) {
        leaving.accept(ref);
        enqueue(ref, () -> host.kill(vendor, ref));
    }

    public void destroy(String ref) {
        leaving.accept(ref);
        enqueue(ref, () -> host.destroy(vendor, ref));
    }

    private synchronized void enqueue(String ref, Runnable work) {
        CompletableFuture<Void> before = queues.getOrDefault(ref, CompletableFuture.completedFuture(null));
        CompletableFuture<Void> after = before.thenRunAsync(() -> guarded(ref, work), threads);
        queues.put(ref, after);
        after.thenRun(() -> forget(ref, after));
    }

    private void guarded(String ref, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            // the next order for this box must still be carried out
            LOG.log(System.Logger.Level.ERROR, "host failed on box " + vendor + "/" + ref, failed);
        }
    }

    private synchronized void forget(String ref, CompletableFuture<Void> done) {
        queues.remove(ref, done);
    }

    /** Whether every order given so far has been carried out. */
    public synchronized boolean idle() {
        return queues.isEmpty();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
