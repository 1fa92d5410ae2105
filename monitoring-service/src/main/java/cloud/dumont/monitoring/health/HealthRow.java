package cloud.dumont.monitoring.health;

import cloud.dumont.events.HealthEvent.Signal;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A state as columns of {@code health}; those that a state has no use for are null.
 *
 * @param suspectedAt also of who was heard again since: its zones remember it a little longer
 */
record HealthRow(
        String phase,
        Instant graceUntil,
        @Nullable Instant lastSeenAt,
        @Nullable Instant suspectedAt,
        List<Signal> evidence,
        Flaps flaps,
        @Nullable String heldWhy,
        @Nullable String heldDetail,
        @Nullable String cause,
        @Nullable String guard) {
    private static final TypeReference<List<Signal>> SIGNALS = new TypeReference<>() {};
    private static final TypeReference<List<Instant>> INSTANTS = new TypeReference<>() {};

    static HealthRow of(Health health) {
        return switch (health) {
            case Health.Healthy healthy ->
                new HealthRow(
                        "healthy",
                        healthy.graceUntil(),
                        null,
                        healthy.flaps().last(),
                        List.of(),
                        healthy.flaps(),
                        null,
                        null,
                        null,
                        null);
            case Health.Suspect suspect ->
                suspected("suspect", suspect.suspicion(), suspect.suspicion().signals(), null, null, null, null);
            case Health.Held held ->
                suspected("held", held.suspicion(), held.suspicion().signals(), held.why(), held.detail(), null, null);
            case Health.Lost lost ->
                suspected(
                        "lost",
                        lost.suspicion(),
                        lost.loss().evidence(),
                        null,
                        null,
                        lost.loss().cause().word(),
                        lost.loss().guard());
        };
    }

    private static HealthRow suspected(
            String phase,
            Suspicion suspicion,
            List<Signal> evidence,
            @Nullable String heldWhy,
            @Nullable String heldDetail,
            @Nullable String cause,
            @Nullable String guard) {
        return new HealthRow(
                phase,
                suspicion.graceUntil(),
                suspicion.lastSeenAt(),
                suspicion.since(),
                evidence,
                suspicion.flaps(),
                heldWhy,
                heldDetail,
                cause,
                guard);
    }

    String evidenceJson() {
        return DumontJson.mapper().writeValueAsString(evidence);
    }

    String flapsJson() {
        return DumontJson.mapper().writeValueAsString(flaps.times());
    }

    static Health read(ResultSet row, int n) throws SQLException {
        Watch watch = new Watch(
                new PlacementId(row.getObject("placement_id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new Epoch(row.getLong("epoch")));
        Instant since = instant(row, "since", null);
        long version = row.getLong("version");
        Flaps flaps = new Flaps(DumontJson.mapper().readValue(row.getString("suspicions"), INSTANTS));
        String phase = row.getString("phase");
        if (phase.equals("healthy")) {
            return new Health.Healthy(watch, since, instant(row, "grace_until", null), flaps, version);
        }
        List<Signal> evidence = DumontJson.mapper().readValue(row.getString("evidence"), SIGNALS);
        Suspicion suspicion = new Suspicion(
                instant(row, "suspected_at", since),
                instant(row, "last_seen_at", since),
                instant(row, "grace_until", null),
                evidence,
                flaps);
        return switch (phase) {
            case "suspect" -> new Health.Suspect(watch, suspicion, version);
            case "held" ->
                new Health.Held(
                        watch, since, suspicion, row.getString("held_why"), row.getString("held_detail"), version);
            case "lost" ->
                new Health.Lost(
                        watch,
                        since,
                        suspicion,
                        new Loss(Loss.Cause.of(row.getString("cause")), evidence, row.getString("guard")),
                        version);
            default -> throw new IllegalStateException("no phase is called " + phase);
        };
    }

    private static Instant instant(ResultSet row, String column, @Nullable Instant otherwise) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? Objects.requireNonNull(otherwise, column) : time.toInstant();
    }
}
