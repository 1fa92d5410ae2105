package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.os.Signals;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every process of one PID namespace, seen from outside and known by the namespace's first process. */
record ProcessNamespace(long init) {
    /** Sends a signal to all; twice, for a process may be born between the look and the signal. */
    void signal(String name) throws IOException {
        Signals.send(name, members());
        Signals.send(name, members());
    }

    List<Long> members() throws IOException {
        Path own = namespaceOf(Long.toString(init));
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String pid = process.getFileName().toString();
                if (namespaceOf(pid).equals(own)) {
                    pids.add(Long.parseLong(pid));
                }
            }
        }
        return pids;
    }

    private static Path namespaceOf(String pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", pid, "ns", "pid"));
        } catch (IOException gone) {
            return Path.of("gone-" + pid);
        }
    }
}
