package cloud.dumont.agent.scan;

import cloud.dumont.agent.posix.ThisThread;
import java.util.concurrent.locks.LockSupport;

/** How much of one processor a scan may take, and whether it goes on at all. A stopped pace stays stopped. */
public final class Pace {
    private static final int ENTRIES = 512;
    private static final long LONGEST_REST = 2_000_000_000L;
    private final double share;
    private volatile boolean stopped;
    private int entries;
    private long cpu = -1;

    private Pace(double share) {
        this.share = share;
    }

    public static Pace full() {
        return new Pace(1);
    }

    /** @param share of one processor, above 0 and up to 1 */
    public static Pace of(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 1");
        }
        return new Pace(share);
    }

    /** From any thread. The scan ends soon and says that it did not see all. */
    public void stop() {
        stopped = true;
    }

    public boolean isStopped() {
        return stopped;
    }

    void step() {
        if (++entries % ENTRIES == 0 && share < 1) {
            long now = ThisThread.cpuNanos();
            if (cpu >= 0) {
                rest((long) ((now - cpu) * (1 / share - 1)));
            }
            cpu = ThisThread.cpuNanos();
        }
    }

    private void rest(long nanos) {
        if (!stopped) {
            LockSupport.parkNanos(Math.min(nanos, LONGEST_REST));
        }
    }
}
