package cloud.dumont.gateway.identity.mail;

import cloud.dumont.kernel.UserId;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Mails that are to be sent: the row and its task are written in the transaction of the change they tell of. */
@Component
public class Mails {
    /** Whoever types a stranger's address again and again does not fill the stranger's inbox. */
    private static final int PER_HOUR = 5;

    private final JdbcClient jdbc;
    private final SchedulerClient scheduler;

    Mails(JdbcClient jdbc, SchedulerClient scheduler) {
        this.jdbc = jdbc;
        this.scheduler = scheduler;
    }

    public boolean mayWriteTo(UserId user, Instant now) {
        return jdbc.sql("SELECT count(*) FROM mails WHERE user_id = :user AND created_at > :since")
                        .param("user", user.value())
                        .param("since", Timestamp.from(now.minus(Duration.ofHours(1))))
                        .query(Integer.class)
                        .single()
                < PER_HOUR;
    }

    /** @param id of the mail; a verification's mail has the verification's id */
    public void post(UUID id, UserId user, MailKind kind, Instant now) {
        jdbc.sql("INSERT INTO mails (id, user_id, kind, created_at) VALUES (:id, :user, :kind, :now)")
                .param("id", id)
                .param("user", user.value())
                .param("kind", kind.word())
                .param("now", Timestamp.from(now))
                .update();
        scheduler.scheduleIfNotExists(SendMail.TASK.instance(id.toString()).build(), now);
    }

    /** @param locale language of the recipient */
    record Unsent(UUID id, String kind, String email, String locale) {}

    Optional<Unsent> unsent(UUID id) {
        return jdbc.sql("""
                        SELECT m.id, m.kind, u.email, u.locale FROM mails m JOIN users u ON u.id = m.user_id
                         WHERE m.id = :id AND m.sent_at IS NULL
                        """).param("id", id).query(Unsent.class).optional();
    }

    void sent(UUID id, Instant now) {
        jdbc.sql("UPDATE mails SET sent_at = :now WHERE id = :id")
                .param("now", Timestamp.from(now))
                .param("id", id)
                .update();
    }
}
