package cloud.dumont.agent.beat;

import cloud.dumont.agent.gpu.GpuReport;
import cloud.dumont.agent.gpu.NvidiaSmi;
import java.util.concurrent.atomic.AtomicBoolean;

/** The newest word of the GPU tool, asked for on a thread of its own: a slow tool must not delay a beat. */
public final class Telemetry {
    private final NvidiaSmi tool;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile GpuReport newest = GpuReport.silent("not asked yet");

    public Telemetry(NvidiaSmi tool) {
        this.tool = tool;
    }

    public GpuReport newest() {
        return newest;
    }

    /** Waits for the answer; the tool's deadline bounds that. */
    public GpuReport askNow() {
        GpuReport report = tool.ask();
        newest = report;
        return report;
    }

    void askSoon() {
        if (asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("telemetry").start(() -> {
                try {
                    askNow();
                } finally {
                    asking.set(false);
                }
            });
        }
    }
}
