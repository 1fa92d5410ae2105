package cloud.dumont.agent.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ThisThreadTest {
    private static <T> T onItsOwnThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static String nice() throws Exception {
        List<String> words = List.of(Files.readString(Path.of("/proc/thread-self/stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" "));
        return words.get(16);
    }

    @Test
    void onlyTheThreadItselfStepsBack() throws Exception {
        String before = nice();
        String after = onItsOwnThread(() -> {
            ThisThread.stepBack();
            return nice();
        });
        assertThat(after).isEqualTo("14");
        assertThat(nice()).isEqualTo(before);
    }

    @Test
    void processorTimeGrowsWithWorkOnly() {
        long before = ThisThread.cpuNanos();
        long sum = 0;
        while (ThisThread.cpuNanos() - before < 2_000_000) {
            sum += System.nanoTime() & 1;
        }
        assertThat(sum).isNotNegative();
        assertThat(ThisThread.cpuNanos()).isGreaterThan(before);
    }

    @Test
    void theFileClockIsTheWallClockInSteps() {
        long difference = System.currentTimeMillis() - ThisThread.fileClockNanos() / 1_000_000;
        assertThat(difference).isBetween(-20L, 1_000L);
    }
}
