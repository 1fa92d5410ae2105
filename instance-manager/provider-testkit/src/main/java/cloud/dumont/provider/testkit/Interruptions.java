package cloud.dumont.provider.testkit;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What stands in a call's way: gates that hold it back, failures before its effect, failures after it. */
final class Interruptions {
    private final Map<Operation, Deque<Supplier<ProviderException>>> before = new EnumMap<>(Operation.class);
    private final Map<Operation, Deque<Supplier<ProviderException>>> after = new EnumMap<>(Operation.class);
    private final Map<Operation, CountDownLatch> gates = new EnumMap<>(Operation.class);
    private boolean unreachable;

    synchronized void unreachable(boolean on) {
        unreachable = on;
    }

    synchronized void failBefore(Operation operation, Supplier<ProviderException> failure) {
        before.computeIfAbsent(operation, o -> new ArrayDeque<>()).add(failure);
    }

    synchronized void failAfter(Operation operation, Supplier<ProviderException> failure) {
        after.computeIfAbsent(operation, o -> new ArrayDeque<>()).add(failure);
    }

    synchronized void hold(Operation operation) {
        gates.putIfAbsent(operation, new CountDownLatch(1));
    }

    synchronized void release(Operation operation) {
        CountDownLatch gate = gates.remove(operation);
        if (gate != null) {
            gate.countDown();
        }
    }

    void enter(Operation operation) {
        CountDownLatch gate;
        synchronized (this) {
            gate = gates.get(operation);
        }
        if (gate != null) {
            await(gate);
        }
        synchronized (this) {
            if (unreachable) {
                throw new ProviderException.Unreachable("nobody answers", null);
            }
            throwNext(before, operation);
        }
    }

    synchronized void leave(Operation operation) {
        throwNext(after, operation);
    }

    private static void throwNext(Map<Operation, Deque<Supplier<ProviderException>>> failures, Operation operation) {
        Deque<Supplier<ProviderException>> queue = failures.get(operation);
        Supplier<ProviderException> next = queue == null ? null : queue.poll();
        if (next != null) {
            throw next.get();
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException.Unreachable("interrupted while waiting for the vendor", e);
        }
    }
}
