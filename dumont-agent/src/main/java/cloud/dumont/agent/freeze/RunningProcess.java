package cloud.dumont.agent.freeze;

import java.util.Optional;

/**
 * One process as {@code /proc/PID/stat} tells it.
 *
 * @param session what it belongs to, with all that came of it and began no session of its own
 * @param state the kernel's letter
 * @param started in ticks since the kernel's start; with the number it names a process for good
 */
record RunningProcess(int pid, int parent, int session, char state, long started, boolean ofTheKernel) {
    private static final long KERNEL_THREAD = 0x0020_0000;

    boolean isStopped() {
        return state == 'T' || state == 't';
    }

    boolean isDead() {
        return state == 'Z' || state == 'X';
    }

    static Optional<RunningProcess> parse(String stat) {
        // The name, in parentheses, may hold anything, so the fields are counted from its end.
        int nameEnd = stat.lastIndexOf(')');
        int nameStart = stat.indexOf(' ');
        if (nameEnd < 0 || nameStart < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(nameEnd + 2).split(" ");
        if (fields.length < 20) {
            return Optional.empty();
        }
        return Optional.of(new RunningProcess(
                Integer.parseInt(stat.substring(0, nameStart)),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[3]),
                fields[0].charAt(0),
                Long.parseLong(fields[19]),
                (Long.parseLong(fields[6]) & KERNEL_THREAD) != 0));
    }
}
