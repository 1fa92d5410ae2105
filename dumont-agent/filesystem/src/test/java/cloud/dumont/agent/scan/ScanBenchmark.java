package cloud.dumont.agent.scan;

import cloud.dumont.agent.posix.ThisThread;
import java.nio.file.Path;

/** {@code ScanBenchmark DIRECTORY RUNS}: processor and wall time of each whole scan, to be set beside {@code find -printf}. */
public final class ScanBenchmark implements ScanVisitor {
    private long sum;

    private ScanBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Scanner scanner = new Scanner(ScanScope.all(Path.of(arguments[0])));
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        for (int i = 0; i < runs; i++) {
            ScanBenchmark visitor = new ScanBenchmark();
            long wall = System.nanoTime();
            long cpu = ThisThread.cpuNanos();
            ScanSummary summary = scanner.scan(Pace.full(), visitor);
            System.out.printf(
                    "%d entries: %.3f s CPU, %.3f s wall (%d)%n",
                    summary.entries(),
                    (ThisThread.cpuNanos() - cpu) / 1e9,
                    (System.nanoTime() - wall) / 1e9,
                    visitor.sum & 0xff);
        }
    }

    @Override
    public boolean entry(ScanEntry entry) {
        sum += entry.size() + entry.inode() + entry.mtimeSeconds() + entry.ctimeNanos();
        return true;
    }
}
