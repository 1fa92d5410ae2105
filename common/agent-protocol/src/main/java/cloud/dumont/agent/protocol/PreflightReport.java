package cloud.dumont.agent.protocol;

import cloud.dumont.kernel.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * What the box found when it tried itself. The platform judges, the box only measures.
 *
 * @param gpuAnswers {@code nvidia-smi} came back in time
 * @param sshListens something that speaks SSH listens on the box's own port
 * @param downBytesPerSecond of a download from the platform; null: not measured
 * @param clockOffsetMillis box clock minus platform clock
 */
public record PreflightReport(
        Epoch epoch,
        BoxFacts box,
        boolean gpuAnswers,
        boolean sshListens,
        @Nullable Long diskFreeBytes,
        @Nullable Long downBytesPerSecond,
        long clockOffsetMillis,
        @Nullable String detail) {}
