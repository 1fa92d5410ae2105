package cloud.dumont.monitoring.event;

import cloud.dumont.events.Envelope;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.EventId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.sse.Wakeups;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of what happened to each user. Within one user the order of ids is the order of commits: whoever has seen an id
 * has seen all below it, which is what lets a stream resume without loss or repeat.
 */
@Component
public class Events {
    private static final JsonMapper JSON = DumontJson.mapper();
    private static final String COLUMNS =
            "id, type, at, actor, instance_id, severity, message, data, key_version, cause";
    private final JdbcClient jdbc;
    private final EventPartitions partitions;
    private final EventIds ids;
    private final Wakeups wakeups;

    Events(JdbcClient jdbc, EventPartitions partitions, EventIds ids, Wakeups wakeups) {
        this.jdbc = jdbc;
        this.partitions = partitions;
        this.ids = ids;
        this.wakeups = wakeups;
    }

    /** Call it in the transaction that also remembers the fact. */
    void add(Envelope fact, PublicEvent event, UserId user, Instant now) {
        partitions.makeFor(fact.at());
        lock(user);
        if (isSecondEnd(event)) {
            return;
        }
        EventId id = ids.after(last(user), now);
        jdbc.sql("""
                        INSERT INTO events (id, at, user_id, type, subject, instance_id, severity, actor, message, data,
                                            key_version, cause)
                        VALUES (:id, :at, :user, :type, :subject, :instance, :severity, CAST(:actor AS jsonb), :message,
                                CAST(:data AS jsonb), :version, :cause)
                        """)
                .param("id", id.value())
                .param("at", fact.at().atOffset(ZoneOffset.UTC))
                .param("user", user.value())
                .param("type", event.type())
                .param("subject", fact.subject())
                .param(
                        "instance",
                        event.instance() == null ? null : event.instance().value())
                .param("severity", event.severity().word())
                .param("actor", ActorJson.of(fact.actor()))
                .param("message", event.message())
                .param("data", JSON.writeValueAsString(event.data()))
                .param("version", fact.keyVersion())
                .param("cause", fact.cause())
                .update();
        wakeups.callAfterCommit(key(user));
    }

    /** Held to the end of the transaction: the next id of this user is given out after this one is visible. */
    private void lock(UserId user) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:user, 20))")
                .param("user", user.text())
                .query((row, n) -> "")
                .list();
    }

    /** A machine's end may be told twice, by its last state and by itself. */
    private boolean isSecondEnd(PublicEvent event) {
        return event.type().equals("instance.destroyed")
                && event.instance() != null
                && jdbc.sql("SELECT EXISTS (SELECT 1 FROM events WHERE instance_id = :instance AND type = :type)")
                        .param("instance", event.instance().value())
                        .param("type", event.type())
                        .query(Boolean.class)
                        .single();
    }

    public Optional<EventId> last(UserId user) {
        return jdbc.sql("SELECT id FROM events WHERE user_id = :user ORDER BY id DESC LIMIT 1")
                .param("user", user.value())
                .query((row, n) -> new EventId(row.getObject("id", UUID.class)))
                .optional();
    }

    public boolean has(UserId user, EventId id) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM events WHERE user_id = :user AND id = :id)")
                .param("user", user.value())
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    /** Oldest first. @param after null: from the beginning */
    public List<StoredEvent> after(UserId user, @Nullable EventId after, EventFilter filter, int limit) {
        return select(user, filter, "AND (:edge::uuid IS NULL OR id > :edge::uuid) ORDER BY id", after, limit);
    }

    /** Newest first. @param before null: from the newest on */
    public List<StoredEvent> before(UserId user, @Nullable EventId before, EventFilter filter, int limit) {
        return select(user, filter, "AND (:edge::uuid IS NULL OR id < :edge::uuid) ORDER BY id DESC", before, limit);
    }

    private List<StoredEvent> select(UserId user, EventFilter filter, String range, @Nullable EventId edge, int limit) {
        InstanceId instance = filter.instance();
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM events WHERE user_id = :user
                          AND (:instance::uuid IS NULL OR instance_id = :instance::uuid)
                          AND (:types = '' OR type LIKE ANY (string_to_array(:types, ',')))
                        """ + range + " LIMIT :limit")
                .param("user", user.value())
                .param("instance", instance == null ? null : instance.value())
                .param("types", String.join(",", filter.patterns()))
                .param("edge", edge == null ? null : edge.value())
                .param("limit", limit)
                .query(Events::read)
                .list();
    }

    private static StoredEvent read(ResultSet row, int n) throws SQLException {
        UUID instance = row.getObject("instance_id", UUID.class);
        return new StoredEvent(
                new EventId(row.getObject("id", UUID.class)),
                row.getString("type"),
                Objects.requireNonNull(row.getObject("at", OffsetDateTime.class))
                        .toInstant(),
                JSON.readTree(row.getString("actor")),
                instance == null ? null : new InstanceId(instance),
                row.getString("severity"),
                row.getString("message"),
                JSON.readTree(row.getString("data")),
                row.getLong("key_version"),
                row.getString("cause"));
    }

    public static String key(UserId user) {
        return user.text();
    }
}
