package cloud.dumont.agent.freeze;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processes of this box. */
final class ProcessTable {
    private static final Pattern SHARED = Pattern.compile("\\S+ .w.s \\S+ \\S+ \\S+ +(/.+)");

    private final Path proc;
    private final @Nullable String mark;

    /** @param mark an environment variable, {@code NAME=value}, that the box's processes have; null: all are the box's */
    ProcessTable(Path proc, @Nullable String mark) {
        this.proc = proc;
        this.mark = mark;
    }

    Map<Integer, RunningProcess> now() throws IOException {
        List<RunningProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path folder : folders) {
                process(folder).filter(it -> !it.ofTheKernel() && !it.isDead()).ifPresent(found::add);
            }
        }
        return found.stream().collect(Collectors.toMap(RunningProcess::pid, Function.identity()));
    }

    Optional<RunningProcess> process(int pid) {
        return process(proc.resolve(Integer.toString(pid)));
    }

    private static Optional<RunningProcess> process(Path folder) {
        try {
            return RunningProcess.parse(
                    new String(Files.readAllBytes(folder.resolve("stat")), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether it belongs to the box, where several share one kernel without being kept apart. */
    boolean isOurs(RunningProcess process) {
        String wanted = mark;
        if (wanted == null) {
            return true;
        }
        try {
            byte[] environment = Files.readAllBytes(
                    proc.resolve(Integer.toString(process.pid())).resolve("environ"));
            return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains("\0" + wanted + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** Files, by their absolute names, that the process shares its writes with through memory. */
    Set<String> writableMappings(int pid) {
        Set<String> files = new HashSet<>();
        try {
            byte[] maps = Files.readAllBytes(proc.resolve(Integer.toString(pid)).resolve("maps"));
            for (String line : new String(maps, StandardCharsets.UTF_8).split("\n")) {
                Matcher mapping = SHARED.matcher(line);
                if (mapping.matches()) {
                    files.add(mapping.group(1));
                }
            }
        } catch (IOException e) {
            // It is gone, and whatever it wrote is in its files.
        }
        return files;
    }

    /** The process and those that it descends from. */
    static Set<Integer> withAncestors(Map<Integer, RunningProcess> all, int pid) {
        Set<Integer> line = new HashSet<>();
        for (RunningProcess at = all.get(pid); at != null && line.add(at.pid()); ) {
            at = all.get(at.parent());
        }
        return line;
    }

    static int depth(Map<Integer, RunningProcess> all, RunningProcess process) {
        return withAncestors(all, process.pid()).size();
    }
}
