package cloud.dumont.agent.fetch;

import cloud.dumont.agent.container.ContainerName;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Fetches many pieces at once. A fetch is used for one run. */
public final class Fetch<T> {
    private static final Comparator<Want<?>> BY_OFFSET = Comparator.comparingLong(
                    (Want<?> want) -> want.piece().offset())
            .thenComparingInt(want -> want.piece().length());
    private final ContainerSource source;
    private final FetchLimits limits;
    private final FetchSink<T> sink;
    private final ThreadFactory threads;
    private final ArrayDeque<Task<T>> tasks = new ArrayDeque<>();
    private final AtomicLong deliveredBytes = new AtomicLong();
    private @Nullable Exception failure;
    private int busy;
    private boolean complete;

    private record Task<T>(ContainerName container, List<Want<T>> wants) {}

    /** @param threads make the threads that read, decrypt and call the sink; daemons */
    public Fetch(ContainerSource source, FetchLimits limits, ThreadFactory threads, FetchSink<T> sink) {
        this.source = source;
        this.limits = limits;
        this.threads = threads;
        this.sink = new Counting(sink);
    }

    /** Delivered to the sink so far. */
    public long deliveredBytes() {
        return deliveredBytes.get();
    }

    /**
     * Fetches all that the iterator gives; returns when the sink has heard of each.
     *
     * @param wants asked for as they are needed; those given first are begun first
     * @throws StoreException.Unavailable the store is away; what was not delivered can be fetched again later
     */
    public void run(Iterator<Want<T>> wants) throws StoreException, InterruptedException {
        List<Thread> running = new ArrayList<>();
        boolean whole = false;
        try {
            for (int i = 0; i < limits.connections(); i++) {
                Thread thread = threads.newThread(this::work);
                running.add(thread);
                thread.start();
            }
            while (wants.hasNext() && failed() == null) {
                enqueue(group(wants));
            }
            finish();
            whole = failed() == null;
        } finally {
            stop();
            if (!whole) {
                running.forEach(Thread::interrupt);
            }
            for (Thread thread : running) {
                thread.join();
            }
        }
        switch (failed()) {
            case null -> {}
            case StoreException store -> throw store;
            case Exception other -> throw new IllegalStateException("the sink failed", other);
        }
    }

    private List<Task<T>> group(Iterator<Want<T>> wants) throws StoreException, InterruptedException {
        Map<ContainerName, List<Want<T>>> groups = new LinkedHashMap<>();
        for (int i = 0; i < limits.window() && wants.hasNext(); i++) {
            Want<T> want = wants.next();
            groups.computeIfAbsent(want.piece().container(), name -> new ArrayList<>())
                    .add(want);
        }
        source.store().soon(groups.keySet().stream().map(ContainerName::path).toList());
        List<Task<T>> grouped = new ArrayList<>();
        groups.forEach((name, list) -> {
            list.sort(BY_OFFSET);
            grouped.add(new Task<>(name, list));
        });
        return grouped;
    }

    /** Waits until few of the tasks before are left. */
    private synchronized void enqueue(List<Task<T>> more) throws InterruptedException {
        while (tasks.size() > limits.connections() && failure == null) {
            wait();
        }
        tasks.addAll(more);
        notifyAll();
    }

    private synchronized void finish() throws InterruptedException {
        complete = true;
        notifyAll();
        while ((!tasks.isEmpty() || busy > 0) && failure == null) {
            wait();
        }
    }

    private synchronized void stop() {
        complete = true;
        tasks.clear();
        notifyAll();
    }

    private synchronized @Nullable Exception failed() {
        return failure;
    }

    private void work() {
        try (ContainerFetch<T> fetch = new ContainerFetch<>(source, sink)) {
            for (Task<T> task = take(); task != null; task = take()) {
                fetch.fetch(task.container(), task.wants());
                done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (StoreException | RuntimeException e) {
            fail(e);
        } catch (OutOfMemoryError e) {
            fail(new IllegalStateException("there is not enough memory for so many connections", e));
        }
    }

    private synchronized @Nullable Task<T> take() throws InterruptedException {
        while (tasks.isEmpty()) {
            if (complete) {
                return null;
            }
            wait();
        }
        busy++;
        notifyAll();
        return tasks.remove();
    }

    private synchronized void done() {
        busy--;
        notifyAll();
    }

    private synchronized void fail(Exception e) {
        if (failure == null) {
            failure = e;
        }
        notifyAll();
    }

    private final class Counting implements FetchSink<T> {
        private final FetchSink<T> to;

        Counting(FetchSink<T> to) {
            this.to = to;
        }

        @Override
        public void piece(T tag, byte[] from, int offset, int length) throws InterruptedException {
            to.piece(tag, from, offset, length);
            deliveredBytes.addAndGet(length);
        }

        @Override
        public void lost(T tag, Piece piece, Damage damage) throws InterruptedException {
            to.lost(tag, piece, damage);
        }
    }
}
