package cloud.dumont.sandbox.box;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Processes of boxes that have no PID namespace. Daemons leave their parents, so they are known by a folder: it is in their
 * environment, or, for an sshd, which writes over its own, in the arguments. Without {@code /proc} none is found.
 */
final class MarkedProcesses {
    private static final Path PROC = Path.of("/proc");

    private MarkedProcesses() {}

    /** Every process of one box: descendants of its first process and all that carry its root. */
    static Set<Long> of(Path root, long first) throws IOException {
        Set<Long> pids = new LinkedHashSet<>();
        ProcessHandle.of(first).ifPresent(process -> {
            pids.add(process.pid());
            process.descendants().map(ProcessHandle::pid).forEach(pids::add);
        });
        pids.addAll(carrying("DUMONT_ROOT=" + root + "\0", root + "/etc/ssh/sshd_config"));
        return pids;
    }

    /** Every process of any box whose disk is in this folder. */
    static Set<Long> under(Path machines) throws IOException {
        return carrying("DUMONT_ROOT=" + machines + "/", machines + "/");
    }

    private static Set<Long> carrying(String variable, String argument) throws IOException {
        Set<Long> pids = new LinkedHashSet<>();
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return pids;
        }
        String self = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                String pid = process.getFileName().toString();
                boolean marked = ("\0" + read(process.resolve("environ"))).contains("\0" + variable)
                        || isSshd(read(process.resolve("cmdline")), argument);
                if (marked && !pid.equals(self)) {
                    pids.add(Long.parseLong(pid));
                }
            }
        }
        return pids;
    }

    private static boolean isSshd(String commandLine, String argument) {
        return commandLine.startsWith("sshd: ") && commandLine.contains(argument);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrForeign) {
            return "";
        }
    }
}
