package cloud.dumont.sandbox.os;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts long-lived processes that must not outlive this one, even when this one is killed with no chance to say so.
 *
 * <p>The kernel's parent-death signal follows the thread that forked, not the process. So every start goes through one
 * platform thread that lives as long as the JVM.
 */
public final class Spawner {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().daemon().name("spawner").unstarted(task));

    private Spawner() {}

    /** Starts the builder's command so that it gets {@code signal} (KILL, INT, TERM) when this process dies. */
    public static Process start(ProcessBuilder builder, String signal) throws IOException {
        if (Command.exists("setpriv")) {
            builder.command(leashed(builder.command(), signal));
        }
        return start(builder);
    }

    /**
     * Starts the builder's command from the long-lived thread, in a session of its own where that can be had: a Ctrl-C at
     * the terminal is for the launcher, which stops everything in order.
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        if (Command.exists("setsid")) {
            List<String> words = new ArrayList<>(List.of("setsid"));
            words.addAll(builder.command());
            builder.command(words);
        }
        try {
            return THREAD.submit(builder::start).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while starting " + builder.command().getFirst(), interrupted);
        } catch (ExecutionException failed) {
            throw new IOException("cannot start " + builder.command().getFirst(), failed.getCause());
        }
    }

    /** The command with the parent-death signal set in front of it. */
    public static List<String> leashed(List<String> command, String signal) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", signal, "--"));
        words.addAll(command);
        return words;
    }
}
