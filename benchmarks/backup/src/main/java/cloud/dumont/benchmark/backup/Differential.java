package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.files.RawPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * The engine and restic save the same tree, again and again while it changes, and each restores it: both must bring back the
 * source, byte by byte and with all metadata. Arguments: an empty folder, restic's binary, a seed, how many rounds. Needs
 * root. Ends with 1 if anything differs.
 */
final class Differential {
    private static final int STEPS = 150;
    private static final int SHOWN = 20;
    private final Path folder;
    private final String binary;
    private final Path top;

    private Differential(Path folder, String binary) {
        this.folder = folder;
        this.binary = binary;
        this.top = folder.resolve("top");
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
        long seed = Long.parseLong(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        boolean same = new Differential(folder, arguments[1]).run(seed, rounds);
        System.out.printf("seed %d: %s%n", seed, same ? "both brought back the source" : "DIFFERENT");
        System.exit(same ? 0 : 1);
    }

    private boolean run(long seed, int rounds) throws Exception {
        Files.createDirectories(top);
        RandomFiles files = new RandomFiles(top, new Random(seed));
        files.oddities();
        change(files);
        restic("init");
        boolean same = true;
        try (Engine engine = Engine.start(place(top, "state"), Duration.ofMinutes(5), true)) {
            for (int round = 1; round <= rounds; round++) {
                if (round == 1) {
                    engine.first().print();
                } else {
                    change(files);
                    engine.cycle().print();
                }
                restic("backup", top.toString());
                same &= isSame(round);
            }
        }
        return same;
    }

    private static void change(RandomFiles files) throws IOException {
        for (int i = 0; i < STEPS; i++) {
            files.step();
        }
    }

    private boolean isSame(int round) throws Exception {
        Map<RawPath, String> source = FileImage.of(top);
        Path ours = folder.resolve("ours-" + round);
        Path theirs = folder.resolve("restic-" + round);
        new RestoreRun(place(ours, "restore-" + round)).run();
        restic("restore", "latest:" + top, "--target", theirs.toString());
        boolean same = isSame("the engine", round, source, FileImage.of(ours))
                & isSame("restic", round, source, FileImage.of(theirs));
        System.out.printf("round %d: %d names%n", round, source.size());
        return same;
    }

    private static boolean isSame(String who, int round, Map<RawPath, String> source, Map<RawPath, String> back) {
        if (source.equals(back)) {
            return true;
        }
        TreeSet<RawPath> paths = new TreeSet<>(source.keySet());
        paths.addAll(back.keySet());
        paths.stream()
                .filter(path -> !java.util.Objects.equals(source.get(path), back.get(path)))
                .limit(SHOWN)
                .forEach(path -> System.out.printf(
                        "round %d, %s: %s%n  source %s%n  back   %s%n",
                        round, who, path, source.get(path), back.get(path)));
        return false;
    }

    private Place place(Path files, String state) throws IOException {
        return Place.of(
                Map.of(
                        "top",
                        files.toString(),
                        "state",
                        folder.resolve(state).toString(),
                        "store",
                        "dir:" + folder.resolve("store"),
                        "name",
                        "differential"),
                InstantSource.system());
    }

    private void restic(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(binary, "--quiet", "--repo", folder.resolve("restic").toString()));
        command.addAll(List.of("--cache-dir", folder.resolve("cache").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RESTIC_PASSWORD", "differential");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("restic " + String.join(" ", arguments) + " ended with " + code + ": " + said);
        }
    }
}
