package cloud.dumont.instances.backup.care;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.Times;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks how old the newest saved state of each serving machine is, and tells once when that is too old. */
@Component
class LateWatch {
    private final ServingAges serving;
    private final CareVitals vitals;
    private final Machines machines;
    private final BackupFacts facts;
    private final BackupConfig config;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    LateWatch(
            ServingAges serving,
            CareVitals vitals,
            Machines machines,
            BackupFacts facts,
            BackupConfig config,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.serving = serving;
        this.vitals = vitals;
        this.machines = machines;
        this.facts = facts;
        this.config = config;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    void pass() {
        Instant now = clock.instant();
        List<ServingAges.Age> ages = serving.all(now);
        List<ServingAges.Age> late = ages.stream()
                .filter(each -> each.age().compareTo(config.lateAfter()) > 0)
                .toList();
        endEpisodes(late.stream().map(ServingAges.Age::instance).toList());
        late.forEach(each -> transactions.executeWithoutResult(status -> begin(each, now)));
        vitals.look(ages.stream().map(ServingAges.Age::age).collect(Collectors.toList()), late.size(), now);
    }

    private void begin(ServingAges.Age late, Instant now) {
        int first = jdbc.sql("""
                        UPDATE backup_workspaces SET late_since = :now
                         WHERE instance_id = :instance AND late_since IS NULL AND erased_at IS NULL
                        """)
                .param("now", Times.at(now))
                .param("instance", late.instance().value())
                .update();
        if (first == 1) {
            Duration age = late.age();
            facts.tell(
                    machines.find(late.instance()).orElseThrow(),
                    new BackupEvent.Late(late.instance(), age.toSeconds()),
                    Actor.system("backup"),
                    null,
                    now);
        }
    }

    private void endEpisodes(List<InstanceId> late) {
        List<UUID> still = late.stream().map(InstanceId::value).toList();
        jdbc.sql("UPDATE backup_workspaces SET late_since = NULL WHERE late_since IS NOT NULL"
                        + (still.isEmpty() ? "" : " AND instance_id NOT IN (:still)"))
                .params(still.isEmpty() ? Map.of() : Map.of("still", still))
                .update();
    }
}
