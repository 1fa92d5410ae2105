package cloud.dumont.agent.box;

import cloud.dumont.agent.gpu.GpuReport;
import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.agent.protocol.BoxFacts;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The box as the kernel and its limits show it. What is unknown is null, never zero. */
public final class Box {
    private static final int NET_ADMIN = 12;
    private static final long TICKS_PER_SECOND = 100;
    private final ProcFiles files;
    private final Path disk;
    private @Nullable CpuTimes lastTimes;

    /** @param root {@code /}, or a copy for tests @param disk a folder on the disk that counts */
    public Box(Path root, Path disk) {
        this.files = new ProcFiles(root);
        this.disk = disk;
    }

    public BoxFacts facts(GpuReport gpus) {
        return new BoxFacts(
                gpus.facts(),
                gpus.driver(),
                cpus(),
                boxed(memoryLimit()),
                space(FileStore::getTotalSpace),
                files.text("proc/sys/kernel/osrelease").orElse("unknown"),
                capabilities(),
                System.getProperty("user.name", "root"));
    }

    public Beat.Load load() {
        Long total = space(FileStore::getTotalSpace);
        Long free = diskFree();
        return new Beat.Load(
                cpuPercent(),
                files.text("proc/loadavg")
                        .map(text -> Double.valueOf(text.split(" ")[0]))
                        .orElse(null),
                boxed(memoryUsed()),
                boxed(memoryLimit()),
                total != null && free != null ? Long.valueOf(total - free) : null,
                total,
                uptimeSeconds());
    }

    public @Nullable Long diskFree() {
        return space(FileStore::getUsableSpace);
    }

    /** Changes when the box starts anew, be it a machine or a container: the kernel's id and the first process's start. */
    public String bootId() {
        return files.text("proc/sys/kernel/random/boot_id").orElse("unknown") + "/" + firstProcessStart();
    }

    private long firstProcessStart() {
        // The name, in parentheses, may contain spaces; after it the start is the 20th field.
        return files.text("proc/1/stat")
                .map(text -> text.substring(text.lastIndexOf(')') + 2).split(" "))
                .filter(fields -> fields.length > 19)
                .map(fields -> Long.parseLong(fields[19]))
                .orElse(0L);
    }

    private long uptimeSeconds() {
        double kernel = files.text("proc/uptime")
                .map(text -> Double.parseDouble(text.split(" ")[0]))
                .orElse(0.0);
        return Math.max(0, (long) kernel - firstProcessStart() / TICKS_PER_SECOND);
    }

    private Integer cpus() {
        int seen = (int) files.lines("proc/cpuinfo").stream()
                .filter(line -> line.startsWith("processor"))
                .count();
        Optional<Integer> quota = files.text("sys/fs/cgroup/cpu.max")
                .map(text -> text.split(" "))
                .filter(words -> words.length == 2 && words[0].matches("\\d+"))
                .map(words -> (int) Math.ceil(Double.parseDouble(words[0]) / Double.parseDouble(words[1])));
        return quota.filter(limit -> limit < seen).orElse(seen);
    }

    private OptionalLong memoryLimit() {
        OptionalLong total = files.kilobytes("proc/meminfo", "MemTotal");
        OptionalLong limit = files.number("sys/fs/cgroup/memory.max");
        if (limit.isEmpty()) {
            limit = files.number("sys/fs/cgroup/memory/memory.limit_in_bytes");
        }
        return limit.isPresent() && total.isPresent() && limit.getAsLong() < total.getAsLong() ? limit : total;
    }

    private OptionalLong memoryUsed() {
        OptionalLong total = files.kilobytes("proc/meminfo", "MemTotal");
        OptionalLong limit = memoryLimit();
        if (limit.isPresent() && !limit.equals(total)) {
            OptionalLong own = files.number("sys/fs/cgroup/memory.current");
            return own.isPresent() ? own : files.number("sys/fs/cgroup/memory/memory.usage_in_bytes");
        }
        OptionalLong available = files.kilobytes("proc/meminfo", "MemAvailable");
        return total.isPresent() && available.isPresent()
                ? OptionalLong.of(total.getAsLong() - available.getAsLong())
                : OptionalLong.empty();
    }

    private List<String> capabilities() {
        List<String> found = new ArrayList<>();
        files.lines("proc/self/status").stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("CapEff:".length()).strip(), 16))
                .filter(bits -> (bits & (1L << NET_ADMIN)) != 0)
                .forEach(bits -> found.add("net_admin"));
        return found;
    }

    private record CpuTimes(long busy, long all) {}

    /** Since the last call; the first call only takes the measure. */
    private synchronized @Nullable Double cpuPercent() {
        CpuTimes now = cpuTimes();
        CpuTimes before = lastTimes;
        lastTimes = now;
        if (now == null || before == null || now.all() <= before.all()) {
            return null;
        }
        return 100.0 * (now.busy() - before.busy()) / (now.all() - before.all());
    }

    private @Nullable CpuTimes cpuTimes() {
        for (String line : files.lines("proc/stat")) {
            if (line.startsWith("cpu ")) {
                String[] words = line.split("\\s+");
                long all = 0;
                for (int i = 1; i < Math.min(words.length, 9); i++) {
                    all += Long.parseLong(words[i]);
                }
                long idle = Long.parseLong(words[4]) + Long.parseLong(words[5]);
                return new CpuTimes(all - idle, all);
            }
        }
        return null;
    }

    @FunctionalInterface
    private interface Space {
        long of(FileStore store) throws IOException;
    }

    private @Nullable Long space(Space space) {
        try {
            return space.of(Files.getFileStore(disk));
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
    }
}
