package cloud.dumont.agent.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the driver's tool, with a deadline. A tool that hangs in the kernel cannot even be killed; while one hangs no second
 * one is started.
 */
public final class NvidiaSmi {
    private static final int MAX_BYTES = 256 * 1024;
    private final String tool;
    private final Duration deadline;
    private @Nullable Process hung;

    public NvidiaSmi(String tool, Duration deadline) {
        this.tool = tool;
        this.deadline = deadline;
    }

    public synchronized GpuReport ask() {
        if (hung != null && hung.isAlive()) {
            return GpuReport.silent("the tool hangs since an earlier call");
        }
        hung = null;
        GpuReport report = ask(GpuTable.FIELDS);
        return report.detail().equals(LACKS_FIELD) ? ask(GpuTable.FEWEST_FIELDS) : report;
    }

    private static final String LACKS_FIELD = "lacks a field";

    private GpuReport ask(List<String> fields) {
        Process process;
        try {
            process = new ProcessBuilder(
                            tool, "--query-gpu=" + String.join(",", fields), "--format=csv,noheader,nounits")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return GpuReport.silent("there is no " + tool);
        }
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("gpu-tool").start(() -> drain(process, output));
        try {
            String text = output.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                return hang(process);
            }
            int exit = process.exitValue();
            return GpuTable.lacksField(exit, text) ? GpuReport.silent(LACKS_FIELD) : GpuTable.read(exit, text, fields);
        } catch (TimeoutException e) {
            return hang(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return hang(process);
        } catch (java.util.concurrent.ExecutionException e) {
            return GpuReport.silent("the tool's output cannot be read");
        }
    }

    private GpuReport hang(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        hung = process;
        return GpuReport.silent("the tool did not answer within " + deadline.toSeconds() + " s");
    }

    private static void drain(Process process, CompletableFuture<String> output) {
        try (InputStream in = process.getInputStream()) {
            output.complete(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }
}
