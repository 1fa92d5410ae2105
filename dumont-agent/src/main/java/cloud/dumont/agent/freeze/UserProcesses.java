package cloud.dumont.agent.freeze;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops everything that may write to the user's files, and lets it go on. Spared are the agent and its helpers, the server of
 * SSH until the very end, and the ancestors of both; not what the agent started in a session of its own, as the user's start
 * command. Parents are stopped before their children and go on after them, so that no shell sees its program stop.
 *
 * <p>Whom it stops is written down first: after a crash the next agent lets them go on, unless the freeze had become final.
 */
public final class UserProcesses {
    private static final System.Logger log = System.getLogger(UserProcesses.class.getName());
    private static final String FROZEN = "frozen";
    private static final String FINAL = "frozen-for-good";
    private static final int PASSES = 60;
    private static final Duration BETWEEN = Duration.ofMillis(10);
    private final StateFiles state;
    private final ProcessTable table;
    private final Supplier<Optional<Long>> sshServer;
    private final int self;

    /** @param mark see {@link ProcessTable} */
    public UserProcesses(StateFiles state, Path proc, @Nullable String mark, Supplier<Optional<Long>> sshServer) {
        this.state = state;
        this.table = new ProcessTable(proc, mark);
        this.sshServer = sshServer;
        this.self = Math.toIntExact(ProcessHandle.current().pid());
    }

    /** @return how many stand still now; some that wait for a disk stop a moment later */
    public synchronized int freeze() throws IOException {
        int stopped = stop(false);
        log.log(System.Logger.Level.INFO, "{0} processes of the user stand still", stopped);
        return stopped;
    }

    /**
     * Stops who came since {@link #freeze}, and the server of SSH, so that nobody else comes that way.
     *
     * @return how many had come
     */
    public synchronized int freezeNewcomers() throws IOException {
        int before = written().size();
        Optional<Long> server = sshServer.get();
        boolean ran = server.isPresent()
                && table.process(server.get().intValue())
                        .filter(it -> !it.isStopped())
                        .isPresent();
        int came = stop(true) - before;
        boolean isNewToo = ran
                && table.process(server.get().intValue())
                        .filter(RunningProcess::isStopped)
                        .isPresent();
        return came - (isNewToo ? 1 : 0);
    }

    private int stop(boolean serverToo) throws IOException {
        // Whom an agent before this one stopped goes on with the others.
        Set<String> stopped = new LinkedHashSet<>(written());
        int quietPasses = 0;
        for (int pass = 0; pass < PASSES && quietPasses < 2; pass++) {
            List<RunningProcess> victims = running(serverToo);
            quietPasses = victims.isEmpty() ? quietPasses + 1 : 0;
            victims.forEach(it -> stopped.add(it.pid() + " " + it.started()));
            state.write(FROZEN, String.join("\n", stopped));
            victims.forEach(it -> Signals.stop(it.pid()));
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return stopped.size();
    }

    /** Parents first. */
    private List<RunningProcess> running(boolean serverToo) throws IOException {
        Map<Integer, RunningProcess> all = table.now();
        Set<Integer> spared = spared(all, serverToo);
        List<RunningProcess> running = new ArrayList<>(all.values());
        running.removeIf(it -> it.pid() <= 1 || it.isStopped() || spared.contains(it.pid()) || !table.isOurs(it));
        running.sort(Comparator.comparingInt(it -> ProcessTable.depth(all, it)));
        return running;
    }

    private Set<Integer> spared(Map<Integer, RunningProcess> all, boolean serverToo) {
        Set<Integer> spared = new HashSet<>();
        sshServer.get().map(Long::intValue).ifPresent(pid -> {
            spared.addAll(ProcessTable.withAncestors(all, pid));
            if (serverToo) {
                spared.remove(pid);
            }
        });
        spared.addAll(ProcessTable.withAncestors(all, self));
        RunningProcess agent = all.get(self);
        all.values().stream()
                .filter(it -> agent != null && it.session() == agent.session())
                .filter(it -> ProcessTable.withAncestors(all, it.pid()).contains(self))
                .forEach(it -> spared.add(it.pid()));
        return spared;
    }

    /** They stay as they are, also for the next agent. */
    public synchronized void keepForGood() throws IOException {
        state.write(FINAL, "");
    }

    public synchronized boolean isForGood() throws IOException {
        return state.read(FINAL).isPresent();
    }

    /** Lets everybody go on that {@link #freeze} stopped. */
    public synchronized void thaw() throws IOException {
        List<String> lines = written();
        for (String line : lines.reversed()) {
            String[] words = line.split(" ");
            if (words.length == 2 && isStill(words[0], words[1])) {
                Signals.goOn(Integer.parseInt(words[0]));
            }
        }
        state.delete(FROZEN);
        if (!lines.isEmpty()) {
            log.log(System.Logger.Level.INFO, "{0} processes of the user go on", lines.size());
        }
    }

    /** Files that those who stand still may have written through memory, of which the file system tells nobody at once. */
    public synchronized Set<String> filesInMemory() throws IOException {
        Set<String> files = new TreeSet<>();
        for (String line : written()) {
            String[] words = line.split(" ");
            if (words.length == 2 && isStill(words[0], words[1])) {
                files.addAll(table.writableMappings(Integer.parseInt(words[0])));
            }
        }
        return files;
    }

    private List<String> written() throws IOException {
        return state.read(FROZEN).map(it -> it.lines().toList()).orElse(List.of());
    }

    private boolean isStill(String pid, String started) {
        return pid.matches("[1-9]\\d{0,8}")
                && table.process(Integer.parseInt(pid))
                        .filter(it -> Long.toString(it.started()).equals(started))
                        .isPresent();
    }

    /** At the agent's start: undoes a freeze that did not become final. */
    public synchronized void recover() throws IOException {
        if (!isForGood()) {
            thaw();
        }
    }
}
