package cloud.dumont.billing.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Recomputes the ledger's laws from its rows. Each is a metric, and each must be 0. */
@Component
public class LedgerAudit {
    private static final Logger log = LoggerFactory.getLogger(LedgerAudit.class);

    private final JdbcClient jdbc;
    private final Map<Law, AtomicLong> found = new EnumMap<>(Law.class);

    LedgerAudit(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        for (Law law : Law.values()) {
            found.put(law, meters.gauge(law.metric(), Tags.empty(), new AtomicLong()));
        }
    }

    /** @return what is wrong, by law; 0 where nothing is */
    public Map<Law, Long> run() {
        Map<Law, Long> result = new EnumMap<>(Law.class);
        for (Law law : Law.values()) {
            long wrong = jdbc.sql(law.query()).query(Long.class).single();
            Objects.requireNonNull(found.get(law)).set(wrong);
            result.put(law, wrong);
            if (wrong != 0) {
                log.atError()
                        .addKeyValue("law", law)
                        .addKeyValue("found", wrong)
                        .log("a law of the ledger is broken");
            }
        }
        return result;
    }
}
