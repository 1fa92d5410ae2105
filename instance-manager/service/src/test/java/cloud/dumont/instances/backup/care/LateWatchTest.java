package cloud.dumont.instances.backup.care;

import static cloud.dumont.instances.backup.SavingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.protocol.backup.BackupReading;
import cloud.dumont.instances.backup.BackupReadings;
import cloud.dumont.instances.backup.SavingMachine;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

@SteppedTest
class LateWatchTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    @Autowired
    private LateWatch watch;

    @Autowired
    private Workspaces workspaces;

    @Autowired
    private BackupReadings readings;

    private InstanceId machine;
    private SavingMachine saving;

    @BeforeEach
    void aMachineWithAVersion() {
        saga.friendly();
        machine = saga.request(Users.someone(), saga.sell(3));
        saga.until(machine, Status.RUNNING);
        saving = SavingMachine.on(saga, mvc, machine);
        saving.folder("root").file("root/note", bytes(2, 50));
        saving.commit();
    }

    @AfterEach
    void off() {
        if (saving != null) {
            saving.close();
        }
    }

    private Workspace workspace() {
        return workspaces.find(machine).orElseThrow();
    }

    private void change(String sql) {
        saga.jdbc.sql(sql).param("id", machine.value()).update();
    }

    private void beat(long protectedAgoMillis) {
        saga.clock.advance(Duration.ofMillis(10));
        readings.keep(
                saving.placement(),
                saving.epoch(),
                saga.clock.instant(),
                new BackupReading("idle", 1, protectedAgoMillis, 0, 0, 0, 2, 100, true, null));
    }

    @Test
    void aBackupThatIsLateIsToldOncePerEpisode() {
        change("UPDATE backups SET frozen_at = frozen_at - interval '1 hour' WHERE instance_id = :id");
        change("UPDATE placements SET serving_from = serving_from - interval '2 hours' WHERE instance_id = :id");
        beat(10_000);
        watch.pass();
        assertThat(saga.facts(machine)).doesNotContain("backup.late");
        beat(400_000);
        watch.pass();
        watch.pass();
        assertThat(saga.facts(machine)).containsOnlyOnce("backup.late");
        assertThat(workspace().lateSince()).isNotNull();
        beat(10_000);
        watch.pass();
        assertThat(workspace().lateSince()).isNull();
        beat(400_000);
        watch.pass();
        assertThat(saga.facts(machine).stream().filter("backup.late"::equals)).hasSize(2);
    }
}
