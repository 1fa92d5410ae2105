package cloud.dumont.instances.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import cloud.dumont.instances.bench.SteppedTest;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.provisioning.SagaBench;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A box whose agent has not asked for the workspace yet. */
@SteppedTest
class OnlyJustRunningTest {
    @Autowired
    private SagaBench saga;

    @Autowired
    private MockMvc mvc;

    private final Caller ana = Users.someone();
    private BackupBench bench;
    private InstanceId machine;

    @BeforeEach
    void aMachineThatRuns() {
        bench = new BackupBench(saga, mvc);
        machine = bench.running(ana);
    }

    private void ask(MockHttpServletRequestBuilder request) throws Exception {
        var response = mvc.perform(request.header("Authorization", Users.bearer(ana)))
                .andReturn()
                .getResponse();
        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(202);
    }

    @Test
    void savesBeforeItIsStopped() throws Exception {
        ask(post("/api/v1/instances/" + machine + "/stop")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{}"));
        Box box = bench.box(machine);
        var order = box.open().orders().snapshots().getFirst();
        assertThat(order.kind()).isEqualTo("final");
        box.save("all of it", order.id());
        saga.until(machine, Status.STOPPED);
        assertThat(saga.jdbc
                        .sql("SELECT kind FROM backups WHERE instance_id = :id")
                        .param("id", machine.value())
                        .query(String.class)
                        .list())
                .containsExactly("final");
    }

    @Test
    void isDestroyedAfterAMinuteIfItNeverBeginsToSave() throws Exception {
        ask(delete("/api/v1/instances/" + machine));
        saga.step(machine);
        assertThat(saga.status(machine)).isEqualTo(Status.RUNNING);
        saga.clock.advance(Duration.ofSeconds(61));
        saga.until(machine, Status.DESTROYED);
    }
}
