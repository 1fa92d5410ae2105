package cloud.dumont.agent.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that misbehaves on demand, around one that does not. Requests are counted from 1. After its death every request is
 * {@link StoreException.Refused}, as if the process were gone; what is behind it stays.
 */
public final class FaultyStore implements ObjectStore {
    public static final String KILLED = "killed";
    private final ObjectStore behind;
    private final List<String> requests = new ArrayList<>();
    private final Map<String, Long> flips = new ConcurrentHashMap<>();
    private long diesAt = Long.MAX_VALUE;
    private boolean diesAfterEffect;
    private boolean dead;
    private int refusals;
    private int lostAnswers;
    private volatile Duration latency = Duration.ZERO;

    public FaultyStore(ObjectStore behind) {
        this.behind = behind;
    }

    /** @param afterEffect the store does it, and nobody hears */
    public synchronized void dieAt(long request, boolean afterEffect) {
        diesAt = request;
        diesAfterEffect = afterEffect;
    }

    /** The next requests find it away. */
    public synchronized void failNext(int count) {
        refusals = count;
    }

    /** The next puts work, but nobody hears. */
    public synchronized void loseAnswers(int count) {
        lostAnswers = count;
    }

    public void latency(Duration each) {
        latency = each;
    }

    /** Reads give this object with one bit turned over. */
    public void flip(String name, long bit) {
        flips.put(name, bit);
    }

    /** What was asked for, e.g. {@code PUT e/…}. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private enum Fate {
        GO,
        DIE_AFTER,
        LOSE_ANSWER
    }

    private Fate before(String request, boolean isPut) throws StoreException, InterruptedException {
        if (!latency.isZero()) {
            Thread.sleep(latency);
        }
        synchronized (this) {
            if (!dead) {
                requests.add(request);
            }
            if (dead || requests.size() == diesAt && !diesAfterEffect) {
                dead = true;
                throw killed();
            }
            if (requests.size() == diesAt) {
                dead = true;
                return Fate.DIE_AFTER;
            }
            if (refusals > 0) {
                refusals--;
                throw new StoreException.Unavailable("away");
            }
            if (isPut && lostAnswers > 0) {
                lostAnswers--;
                return Fate.LOSE_ANSWER;
            }
            return Fate.GO;
        }
    }

    private static void after(Fate fate) throws StoreException {
        switch (fate) {
            case GO -> {}
            case DIE_AFTER -> throw killed();
            case LOSE_ANSWER -> throw new StoreException.Unavailable("the answer is lost");
        }
    }

    private static StoreException.Refused killed() {
        return new StoreException.Refused(KILLED, "the process is gone");
    }

    @Override
    public void put(String name, Body body) throws StoreException, InterruptedException {
        Fate fate = before("PUT " + name, true);
        behind.put(name, body);
        after(fate);
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException, InterruptedException {
        Fate fate = before("GET " + name, false);
        InputStream in = behind.get(name, offset, length);
        after(fate);
        Long bit = flips.get(name);
        return bit == null ? in : new ByteArrayInputStream(flipped(in, bit, offset));
    }

    @Override
    public Tail tail(String name, int length) throws StoreException, InterruptedException {
        Fate fate = before("TAIL " + name, false);
        Tail tail = behind.tail(name, length);
        after(fate);
        Long bit = flips.get(name);
        long from = tail.size() - tail.bytes().length;
        return bit == null ? tail : new Tail(flipped(new ByteArrayInputStream(tail.bytes()), bit, from), tail.size());
    }

    private static byte[] flipped(InputStream in, long bit, long offset) throws StoreException {
        try (in) {
            byte[] bytes = in.readAllBytes();
            long at = bit / 8 - offset;
            if (at >= 0 && at < bytes.length) {
                bytes[(int) at] ^= (byte) (1 << bit % 8);
            }
            return bytes;
        } catch (IOException e) {
            throw new StoreException.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Listed> list(String prefix, @Nullable String after) throws StoreException, InterruptedException {
        Fate fate = before("LIST " + prefix, false);
        List<Listed> listed = behind.list(prefix, after);
        after(fate);
        return listed;
    }
}
