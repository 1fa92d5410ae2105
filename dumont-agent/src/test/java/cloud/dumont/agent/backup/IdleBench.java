package cloud.dumont.agent.backup;

import cloud.dumont.agent.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a backup costs while nothing changes: {@code IdleBench FOLDER [SECONDS]}. Prints the processor time of this process
 * and of each of its threads, in microseconds, over that time.
 */
final class IdleBench {
    private static final int FILES = 2_000;
    private static final Duration CALM = Duration.ofSeconds(25);

    private IdleBench() {}

    public static void main(String[] arguments) throws Exception {
        long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 60;
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "idle");
        RunningBackup box = new RunningBackup(folder, new LocalPlatform(), new MemoryStore(), 1);
        for (int i = 0; i < FILES; i++) {
            Path directory = Files.createDirectories(box.top.resolve("d" + i % 100));
            Files.writeString(directory.resolve("f" + i), "text " + i);
        }
        box.start();
        while (box.reading().files() < FILES || box.reading().unprotectedMillis() > 0) {
            Thread.sleep(500);
        }
        Thread.sleep(CALM);
        Map<String, Long> before = spent();
        Thread.sleep(Duration.ofSeconds(seconds));
        long all = 0;
        for (Map.Entry<String, Long> thread : spent().entrySet()) {
            long mine = thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            all += mine;
            if (mine > 0) {
                System.out.println(mine + " " + thread.getKey());
            }
        }
        System.out.println(all + " all");
        System.out.println(box.reading());
        box.end();
        System.exit(0);
    }

    /** As the kernel's scheduler counts it: much finer than its ticks. */
    private static Map<String, Long> spent() throws IOException {
        Map<String, Long> spent = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                String name = Files.readString(thread.resolve("comm")).strip();
                String[] fields = Files.readString(thread.resolve("schedstat")).split(" ");
                spent.put(name + " " + thread.getFileName(), Long.parseLong(fields[0]) / 1000);
            }
        }
        return spent;
    }
}
