package cloud.dumont.agent.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * URLs, asked for many at a time: requests that come while one call is under way go with the next one. Thread-safe.
 *
 * @param <R> what is asked for; equal requests get the same URL
 */
final class Grants<R> {
    private static final int REMEMBERED = 4096;
    private final Call<R> call;
    private final Map<R, Held> held = new LinkedHashMap<>();
    private final ArrayDeque<R> waiting = new ArrayDeque<>();
    private final Map<R, StoreException> failed = new LinkedHashMap<>();
    private boolean calling;

    /** Asks the platform. */
    @FunctionalInterface
    interface Call<R> {
        List<Presigner.Grant> grant(List<R> requests) throws StoreException, InterruptedException;
    }

    private record Held(Presigner.Grant grant, long untilNanos) {}

    Grants(Call<R> call) {
        this.call = call;
    }

    Presigner.Grant grant(R request) throws StoreException, InterruptedException {
        boolean asked = false;
        while (true) {
            List<R> batch;
            synchronized (this) {
                Held there = held.get(request);
                if (there != null && there.untilNanos() - System.nanoTime() > 0) {
                    return there.grant();
                }
                StoreException failure = asked ? failed.remove(request) : null;
                if (failure != null) {
                    throw failure;
                }
                if (!asked || !waiting.contains(request) && !calling) {
                    waiting.add(request);
                    asked = true;
                }
                if (calling) {
                    wait();
                    continue;
                }
                batch = nextBatch();
                calling = true;
            }
            ask(batch);
        }
    }

    private List<R> nextBatch() {
        List<R> batch = new ArrayList<>();
        while (batch.size() < Presigner.MOST && !waiting.isEmpty()) {
            R next = waiting.remove();
            if (!batch.contains(next)) {
                batch.add(next);
            }
        }
        return batch;
    }

    /** Asks for these ahead of need. */
    void ahead(List<R> requests) throws StoreException, InterruptedException {
        for (int from = 0; from < Math.min(requests.size(), REMEMBERED / 2); from += Presigner.MOST) {
            List<R> batch = requests.subList(from, Math.min(requests.size(), from + Presigner.MOST));
            List<R> missing;
            synchronized (this) {
                missing = batch.stream().filter(request -> !isHeld(request)).toList();
            }
            if (!missing.isEmpty()) {
                long sent = System.nanoTime();
                hold(missing, call.grant(missing), sent);
            }
        }
    }

    private boolean isHeld(R request) {
        Held there = held.get(request);
        return there != null && there.untilNanos() - System.nanoTime() > 0;
    }

    private void ask(List<R> batch) throws InterruptedException {
        try {
            long sent = System.nanoTime();
            List<Presigner.Grant> grants = call.grant(batch);
            hold(batch, grants, sent);
        } catch (StoreException e) {
            synchronized (this) {
                batch.forEach(request -> failed.put(request, e));
            }
        } finally {
            synchronized (this) {
                calling = false;
                notifyAll();
            }
        }
    }

    private synchronized void hold(List<R> batch, List<Presigner.Grant> grants, long sent) {
        for (int i = 0; i < batch.size(); i++) {
            Presigner.Grant grant = grants.get(i);
            // A margin, so that what begins within it can also be finished.
            long usable = grant.validFor().toNanos() / 10 * 8;
            failed.remove(batch.get(i));
            held.remove(batch.get(i));
            held.put(batch.get(i), new Held(grant, sent + usable));
        }
        var eldest = held.keySet().iterator();
        while (held.size() > REMEMBERED) {
            eldest.next();
            eldest.remove();
        }
    }

    /** It did not work, or is used up. */
    synchronized void forget(R request) {
        held.remove(request);
    }
}
