package cloud.dumont.instances.drill.web;

import cloud.dumont.instances.drill.Drill;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A drill as the API shows it. */
record DrillResource(
        DrillId id,
        InstanceId instance,
        ActionId action,
        String trigger,
        String state,
        @Nullable String zone,
        @Nullable String machineType,
        Instant requestedAt,
        @Nullable Instant endedAt,
        Seconds seconds,
        @Nullable Version version,
        @Nullable Files files,
        @Nullable String detail) {
    /**
     * Measured from the request.
     *
     * @param boot until the standby had reported for duty
     * @param usable until what was worked on last was there
     * @param whole until everything was
     */
    record Seconds(
            @Nullable Double boot,
            @Nullable Double usable,
            @Nullable Double whole) {}

    record Version(long seq, @Nullable Instant frozenAt) {}

    /** @param same whether the digests are equal and no file differs */
    record Files(
            long entries,
            long bytes,
            boolean same,
            @Nullable String digestSaved,
            @Nullable String digestFound,
            List<String> differing) {}

    static DrillResource of(Drill drill) {
        return new DrillResource(
                drill.id(),
                drill.instance(),
                drill.action(),
                drill.trigger().word(),
                drill.state().word(),
                drill.zone(),
                drill.machineType(),
                drill.requestedAt(),
                drill.endedAt(),
                new Seconds(
                        after(drill, drill.readyAt()),
                        after(drill, drill.usableAt()),
                        after(drill, drill.restoredAt())),
                drill.seq() == null ? null : new Version(drill.seq(), drill.frozenAt()),
                files(drill),
                drill.detail());
    }

    private static @Nullable Files files(Drill drill) {
        Long entries = drill.entries();
        Long bytes = drill.bytes();
        return entries == null || bytes == null
                ? null
                : new Files(
                        entries,
                        bytes,
                        drill.state() == Drill.State.PASSED,
                        drill.digestSaved(),
                        drill.digestFound(),
                        drill.differing());
    }

    private static @Nullable Double after(Drill drill, @Nullable Instant at) {
        return at == null ? null : Duration.between(drill.requestedAt(), at).toMillis() / 1000.0;
    }
}
