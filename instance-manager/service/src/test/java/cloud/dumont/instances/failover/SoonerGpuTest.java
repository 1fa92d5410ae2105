package cloud.dumont.instances.failover;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.instances.backup.Box;
import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import cloud.dumont.provider.testkit.SshGreeting;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** What the history of places says of how soon a machine can be used again, and what follows from it. */
@SteppedTest
@Import(StandbyCloud.class)
@TestPropertySource(properties = {"dumont.failover.expected-gpu=40s", "dumont.failover.expected-standby=41s"})
class SoonerGpuTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private FakeStandbyProvider cloud;

    @Autowired
    private Failovers failovers;

    @Autowired
    private FailoverConfig config;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();

    @Test
    void aGpuThatCanBeUsedSoonerIsTakenInsteadOfAStandby() throws Exception {
        try (SshGreeting sshd = new SshGreeting()) {
            sshd.open();
            StandbyBench bench = new StandbyBench(saga, cloud, mvc);
            cloud.answersAt(sshd.endpoint());
            InstanceId machine = bench.machineThatSaves(ana, 2);
            Box box = bench.box(machine);
            assertThat(bench.lost(machine, box, saga.clock.instant())).isEqualTo("failing_over");
            bench.until(machine, Status.RUNNING);
            assertThat(failovers.newest(machine).orElseThrow().target().kind()).isEqualTo("gpu");
            assertThat(cloud.existing()).isEmpty();
        }
    }

    @Test
    void fromFiveCasesOnTheMedianOfThemCounts() {
        FailoverConfig five = new FailoverConfig(
                config.activation(),
                config.gpu(),
                config.expectedGpu(),
                config.expectedStandby(),
                5,
                config.standstill(),
                config.chooseAgain(),
                config.poll(),
                config.perDay(),
                config.rescueWindow(),
                config.rescueUnsaved(),
                config.sweepEvery());
        Expectations expectations = new Expectations(saga.jdbc, five);
        Instant now = saga.clock.instant();
        String vendor = "vendor-" + UUID.randomUUID();
        InstanceId machine = saga.request(ana, saga.sell(1));
        for (int seconds : new int[] {10, 20, 400, 500}) {
            ready(machine, vendor, now.minus(Duration.ofDays(1)), seconds);
        }
        ready(machine, vendor, now.minus(Duration.ofDays(31)), 1);
        assertThat(expectations.untilUsable(vendor, Placement.GPU, now)).isEqualTo(Duration.ofSeconds(40));
        assertThat(expectations.untilUsable(vendor, Placement.STANDBY, now)).isEqualTo(Duration.ofSeconds(41));
        ready(machine, vendor, now.minus(Duration.ofDays(2)), 30);
        assertThat(expectations.untilUsable(vendor, Placement.GPU, now)).isEqualTo(Duration.ofSeconds(30));
        assertThat(expectations.untilUsable(vendor, Placement.STANDBY, now)).isEqualTo(Duration.ofSeconds(41));
    }

    private int epoch = 100;

    private void ready(InstanceId machine, String vendor, Instant created, int seconds) {
        epoch++;
        saga.jdbc
                .sql("""
                        INSERT INTO placements (id, instance_id, user_id, epoch, kind, vendor, vendor_account, label, state,
                               user_price_nanos_h, cost_nanos_h, zone, sold, created_at, ready_at)
                        VALUES (:id, :instance, :user, :epoch, 'gpu', :vendor, 'x', :label, 'gone', 1, 1, 'z', '{}', :created, :ready)
                        """)
                .param("id", UUID.randomUUID())
                .param("instance", machine.value())
                .param("user", ana.user().value())
                .param("epoch", epoch)
                .param("vendor", vendor)
                .param("label", UUID.randomUUID().toString())
                .param("created", created.atOffset(ZoneOffset.UTC))
                .param("ready", created.plusSeconds(seconds).atOffset(ZoneOffset.UTC))
                .update();
    }
}
