package cloud.dumont.monitoring.agent;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An enrolled agent.
 *
 * @param publicKey Ed25519, X.509 SubjectPublicKeyInfo
 * @param fencedAt since when its epoch is known to be an old one
 * @param backup what it said last about the files it saves
 */
public record Agent(
        PlacementId placement,
        InstanceId instance,
        UserId user,
        Epoch epoch,
        byte[] publicKey,
        String vendor,
        String zone,
        String gpuModel,
        long lastSeq,
        @Nullable Instant lastBeatAt,
        Rhythm rhythm,
        @Nullable Instant fencedAt,
        @Nullable Instant endedAt,
        @Nullable BackupReading backup) {
    /** The moment of the last beat, for who wants to compute with it. */
    public Optional<Instant> lastBeat() {
        return Optional.ofNullable(lastBeatAt);
    }
}
