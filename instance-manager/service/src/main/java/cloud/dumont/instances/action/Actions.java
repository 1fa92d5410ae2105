package cloud.dumont.instances.action;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** All actions. At most one that moves a machine is running. */
@Repository
public class Actions {
    private static final String COLUMNS =
            "id, user_id, instance_id, type, status, progress, step, error_code, error_detail, result::text AS result, started_at, finished_at";
    private final JdbcClient jdbc;

    public Actions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void begin(ActionId id, UserId user, InstanceId instance, ActionType type, Instant now) {
        jdbc.sql("""
                        INSERT INTO actions (id, user_id, instance_id, type, status, progress, step, started_at)
                        VALUES (:id, :user, :instance, :type, 'running', 0, 'requested', :now)
                        """)
                .param("id", id.value())
                .param("user", user.value())
                .param("instance", instance.value())
                .param("type", type.word())
                .param("now", at(now))
                .update();
    }

    public Optional<Action> find(ActionId id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM actions WHERE id = :id")
                .param("id", id.value())
                .query(Actions::row)
                .optional();
    }

    /** The one that moves the machine; others may go on beside it. */
    public Optional<Action> running(InstanceId instance) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM actions WHERE instance_id = :instance AND status = 'running' AND type NOT IN (:beside)
                        """)
                .param("instance", instance.value())
                .param("beside", ActionType.besideWords())
                .query(Actions::row)
                .optional();
    }

    /** Writes how far a running action is; one that is over stays as it ended. */
    public void record(ActionId id, Progress progress, Instant now) {
        switch (progress) {
            case Progress.Going going ->
                jdbc.sql("UPDATE actions SET progress = :percent, step = :step WHERE id = :id AND status = 'running'")
                        .param("percent", going.percent())
                        .param("step", going.step())
                        .param("id", id.value())
                        .update();
            case Progress.Succeeded succeeded -> end(id, "succeeded", 100, null, null, now);
            case Progress.Failed failed -> end(id, "failed", null, failed.code(), failed.detail(), now);
            case Progress.Cancelled cancelled -> end(id, "cancelled", null, null, null, now);
        }
    }

    /** @param result what it made, by kind */
    public void succeed(ActionId id, Map<String, String> result, Instant now) {
        end(id, "succeeded", 100, null, null, now);
        jdbc.sql("UPDATE actions SET result = CAST(:result AS jsonb) WHERE id = :id AND status = 'succeeded'")
                .param("result", DumontJson.mapper().writeValueAsString(result))
                .param("id", id.value())
                .update();
    }

    private void end(
            ActionId id,
            String status,
            @Nullable Integer progress,
            @Nullable String code,
            @Nullable String detail,
            Instant now) {
        jdbc.sql("""
                        UPDATE actions SET status = :status, progress = COALESCE(:progress, progress), step = NULL,
                               error_code = :code, error_detail = :detail, finished_at = :now
                         WHERE id = :id AND status = 'running'
                        """)
                .param("status", status)
                .param("progress", progress, java.sql.Types.INTEGER)
                .param("code", code, java.sql.Types.VARCHAR)
                .param("detail", detail, java.sql.Types.VARCHAR)
                .param("now", at(now))
                .param("id", id.value())
                .update();
    }

    private static Action row(ResultSet row, int number) throws SQLException {
        String code = row.getString("error_code");
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new Action(
                new ActionId(row.getObject("id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new InstanceId(row.getObject("instance_id", UUID.class)),
                ActionType.of(row.getString("type")),
                Action.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getInt("progress"),
                row.getString("step"),
                code == null ? null : new Action.Failure(code, row.getString("error_detail")),
                result(row.getString("result")),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant());
    }

    private static @Nullable Map<String, String> result(@Nullable String json) {
        return json == null ? null : DumontJson.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
