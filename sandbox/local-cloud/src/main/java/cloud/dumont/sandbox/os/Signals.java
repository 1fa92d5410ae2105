package cloud.dumont.sandbox.os;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Signals that the JDK has no method for. */
public final class Signals {
    private Signals() {}

    /** Sends a signal (STOP, CONT, INT, KILL) to processes; those that are gone already do not matter. */
    public static void send(String signal, Collection<Long> pids) throws IOException {
        if (pids.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> words.add(Long.toString(pid)));
        Command.run(null, words);
    }

    /** Sends a signal to one process. */
    public static void send(String signal, long pid) throws IOException {
        send(signal, List.of(pid));
    }
}
