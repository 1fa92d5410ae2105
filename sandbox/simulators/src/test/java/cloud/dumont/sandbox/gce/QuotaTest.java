package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.dumont.sandbox.vastai.HeldClock;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.QuotaExceededInfo;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit refuses in the operation, and says which one it was. */
class QuotaTest {
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(0));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static Instance.Builder machine(String name, String type, boolean spot) {
        return (spot ? Cloud.spot(name, "STOP") : Cloud.machine(name))
                .setMachineType("zones/" + Cloud.ZONE + "/machineTypes/" + type);
    }

    private static QuotaExceededInfo exceeded(Operation operation) {
        Errors error = operation.getError().getErrors(0);
        assertThat(error.getCode()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(operation.getHttpErrorStatusCode()).isEqualTo(403);
        return error.getErrorDetails(0).getQuotaInfo();
    }

    @ParameterizedTest
    @CsvSource({
        "CPUS, 7, e2-standard-4, false",
        "E2_CPUS, 7, e2-standard-4, false",
        "N2_CPUS, 7, n2-standard-4, false",
        "PREEMPTIBLE_CPUS, 7, n2-standard-4, true",
        "INSTANCES, 1, e2-standard-4, false",
        "IN_USE_ADDRESSES, 1, e2-standard-4, false",
        "DISKS_TOTAL_GB, 99, e2-standard-4, false"
    })
    void theSecondMachineIsOneTooMany(String metric, double limit, String type, boolean spot) {
        cloud.simulator.quota(metric, limit);
        cloud.running(machine("one", type, spot));
        QuotaExceededInfo info = exceeded(cloud.ended(cloud.insert(machine("two", type, spot))));
        assertThat(info.getLimit()).isEqualTo(limit);
        assertThat(info.getLimitName()).startsWith(metric.replace('_', '-'));
        assertThat(cloud.names()).containsExactly("one");
    }

    @Test
    void aLimitIsOfOneRegionAndMachinesThatStoppedDoNotCount() throws Exception {
        cloud.simulator.quota("CPUS", 4);
        cloud.running(Cloud.machine("one"));
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "one").get();
        cloud.running(Cloud.machine("two"));
        assertThat(cloud.instances
                        .startAsync(Cloud.PROJECT, Cloud.ZONE, "one")
                        .getInitialFuture()
                        .get())
                .isNotNull();
        org.awaitility.Awaitility.await()
                .until(() -> cloud.get("one").getStatus().equals("TERMINATED"));
        cloud.simulator.quota("CPUS", 8);
        assertThat(cloud.instances
                        .startAsync(Cloud.PROJECT, Cloud.ZONE, "one")
                        .get()
                        .hasError())
                .isFalse();
    }

    @Test
    void aDiskTooMany() throws Exception {
        cloud.simulator.quota("SSD_TOTAL_GB", 100);
        try (Clients clients = new Clients(cloud.simulator.url())) {
            Disk large = Disk.newBuilder()
                    .setName("data")
                    .setSizeGb(101)
                    .setType("zones/" + Cloud.ZONE + "/diskTypes/pd-ssd")
                    .build();
            var disks = clients.disks();
            Operation ended = disks.insertCallable()
                    .call(com.google.cloud.compute.v1.InsertDiskRequest.newBuilder()
                            .setProject(Cloud.PROJECT)
                            .setZone(Cloud.ZONE)
                            .setDiskResource(large)
                            .build());
            assertThat(exceeded(cloud.ended(ended)).getLimit()).isEqualTo(100);
            assertThat(disks.list(Cloud.PROJECT, Cloud.ZONE).iterateAll()).isEmpty();
        }
    }

    @Test
    void callsAreCountedByTheMinute() throws IOException {
        cloud.close();
        HeldClock clock = new HeldClock();
        cloud = new Cloud(Cloud.config(0).withCallsPerMinute(2), clock);
        cloud.insert(Cloud.machine("one"));
        cloud.insert(Cloud.machine("two"));
        Throwable refused = catchThrowable(() -> cloud.get("one"));
        assertThat(refused).isInstanceOf(PermissionDeniedException.class);
        assertThat(Cloud.reason(refused)).contains("rateLimitExceeded");
        clock.move(Duration.ofMinutes(1));
        assertThat(cloud.get("one").getName()).isEqualTo("one");
    }

    @Test
    void thereIsNoQuotaOfAnythingElse() {
        assertThatThrownBy(() -> cloud.simulator.quota("GPUS", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
