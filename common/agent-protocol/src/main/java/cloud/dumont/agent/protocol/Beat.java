package cloud.dumont.agent.protocol;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.kernel.Epoch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * "I am alive", signed. No number of it is trusted for time or money.
 *
 * @param seq only rises within one enrolment, over restarts of the agent too
 * @param bootId changes when the box restarts
 * @param monotonicMillis since the agent's start, from a clock that no one can set
 * @param lastCommand id of the newest command applied, 0 at first
 * @param backup null from agents that make none
 */
public record Beat(
        long seq,
        Epoch epoch,
        String bootId,
        long monotonicMillis,
        Instant boxTime,
        Load load,
        List<GpuReading> gpus,
        boolean gpuAnswers,
        @Nullable StartCommand startCommand,
        long lastCommand,
        @Nullable BackupReading backup) {
    public Beat(
            long seq,
            Epoch epoch,
            String bootId,
            long monotonicMillis,
            Instant boxTime,
            Load load,
            List<GpuReading> gpus,
            boolean gpuAnswers,
            @Nullable StartCommand startCommand,
            long lastCommand) {
        this(seq, epoch, bootId, monotonicMillis, boxTime, load, gpus, gpuAnswers, startCommand, lastCommand, null);
    }

    /** Bytes, and the one-minute load average. Unknown numbers are null. */
    public record Load(
            @Nullable Double cpuPercent,
            @Nullable Double load1,
            @Nullable Long memoryUsedBytes,
            @Nullable Long memoryTotalBytes,
            @Nullable Long diskUsedBytes,
            @Nullable Long diskTotalBytes,
            long uptimeSeconds) {}

    /** One GPU as the driver's tool prints it; a value the tool does not give is null. */
    public record GpuReading(
            int index,
            String name,
            @Nullable Double utilizationPercent,
            @Nullable Long memoryUsedMb,
            @Nullable Long memoryTotalMb,
            @Nullable Double temperatureCelsius,
            @Nullable Double powerWatts) {}

    /** @param state {@code waiting}, {@code running}, {@code exited} */
    public record StartCommand(
            String state,
            @Nullable Integer exitStatus,
            @Nullable String outputTail) {}
}
