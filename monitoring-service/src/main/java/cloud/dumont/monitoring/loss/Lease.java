package cloud.dumont.monitoring.loss;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which replica examines suspects: what it found out is in its memory, so it should be the same one all the time. Two at once
 * would only ask twice; what is decided is decided in the database.
 */
@Component
class Lease {
    private static final String NAME = "examine-suspects";
    private final String owner = UUID.randomUUID().toString();
    private final JdbcClient jdbc;
    private final ExaminationConfig config;

    Lease(JdbcClient jdbc, ExaminationConfig config) {
        this.jdbc = jdbc;
        this.config = config;
    }

    /** Takes or renews it. */
    boolean isHeld(Instant now) {
        return jdbc.sql("""
                        INSERT INTO leases (name, owner, until) VALUES (:name, :owner, :until)
                        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
                         WHERE leases.owner = excluded.owner OR leases.until < :now
                        """)
                        .param("name", NAME)
                        .param("owner", owner)
                        .param("until", now.plus(config.lease()).atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void giveBack() {
        jdbc.sql("DELETE FROM leases WHERE name = :name AND owner = :owner")
                .param("name", NAME)
                .param("owner", owner)
                .update();
    }
}
