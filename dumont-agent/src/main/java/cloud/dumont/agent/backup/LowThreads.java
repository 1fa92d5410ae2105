package cloud.dumont.agent.backup;

import cloud.dumont.agent.posix.ThisThread;
import java.util.concurrent.ThreadFactory;

/** Daemon threads that take what nobody else wants, of the processor and of the disk. */
final class LowThreads implements ThreadFactory {
    private final String name;
    private final boolean low;

    LowThreads(String name) {
        this(name, true);
    }

    /** @param low false: ordinary threads after all, for work that the user waits for */
    LowThreads(String name, boolean low) {
        this.name = name;
        this.low = low;
    }

    @Override
    public Thread newThread(Runnable work) {
        return Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            if (low) {
                ThisThread.stepBack();
            }
            work.run();
        });
    }
}
