package cloud.dumont.monitoring.event;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One partition of {@code events} per month, made before the month begins. */
@Component
public class EventPartitions {
    private static final int AHEAD = 2;
    private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();
    private final JdbcClient jdbc;

    EventPartitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void makeAhead(Instant now) {
        YearMonth month = month(now);
        for (int i = -1; i <= AHEAD; i++) {
            make(month.plusMonths(i));
        }
    }

    /** For facts that come from outside of the months made ahead. */
    void makeFor(Instant at) {
        YearMonth month = month(at);
        if (!known.contains(month)) {
            // Not noted as known: this may be in a transaction that is rolled back.
            create(month);
        }
    }

    private void make(YearMonth month) {
        create(month);
        known.add(month);
    }

    private void create(YearMonth month) {
        String name = String.format(Locale.ROOT, "events_%04d_%02d", month.getYear(), month.getMonthValue());
        String from = month + "-01T00:00:00Z";
        String to = month.plusMonths(1) + "-01T00:00:00Z";
        jdbc.sql("CREATE TABLE IF NOT EXISTS " + name + " PARTITION OF events FOR VALUES FROM ('" + from + "') TO ('"
                        + to + "')")
                .update();
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }
}
