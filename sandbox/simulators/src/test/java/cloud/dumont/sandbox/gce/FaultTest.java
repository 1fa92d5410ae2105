package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.compute.v1.ListInstancesRequest;
import com.google.cloud.compute.v1.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Misfortunes of machines and of operations, on demand. */
class FaultTest {
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(0));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void arm(String kind, Map<String, String> match) {
        cloud.simulator.faults().inject(kind, 1, match, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "zone_exhausted, none, ZONE_RESOURCE_POOL_EXHAUSTED, 503",
        "zone_exhausted, details, ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS, 503",
        "quota, none, QUOTA_EXCEEDED, 403",
        "start_refused, none, INTERNAL_ERROR, 500"
    })
    void anInsertFailsAndLeavesNothing(String kind, String form, String code, int status) throws Exception {
        arm(kind, Map.of("form", form, "label", "sb"));
        Operation ended = cloud.ended(cloud.insert(Cloud.machine("sb")));
        assertThat(ended.getError().getErrors(0).getCode()).isEqualTo(code);
        assertThat(ended.getHttpErrorStatusCode()).isEqualTo(status);
        assertThat(cloud.names()).isEmpty();
        try (Clients clients = new Clients(cloud.simulator.url())) {
            assertThat(clients.disks().list(Cloud.PROJECT, Cloud.ZONE).iterateAll())
                    .isEmpty();
        }
    }

    @Test
    void aStartThatFailsLeavesTheMachineAndItsDisk() throws Exception {
        String ref = "sb-" + cloud.running(Cloud.machine("sb")).getId();
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        arm("zone_exhausted", Map.of());
        Throwable refused = catchThrowable(() ->
                cloud.instances.startAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get());
        assertThat(refused).hasMessageContaining("UNAVAILABLE");
        assertThat(cloud.get("sb").getStatus()).isEqualTo("TERMINATED");
        assertThat(cloud.host.hasDisk("gce", ref)).isTrue();
    }

    @Test
    void anOperationIsForgottenForAMoment() {
        Operation begun = cloud.insert(Cloud.machine("sb"));
        arm("op_forgotten", Map.of());
        String name = begun.getName().split(":")[0];
        assertThatThrownBy(() -> cloud.operations.get(Cloud.PROJECT, Cloud.ZONE, name))
                .isInstanceOf(NotFoundException.class);
        assertThat(cloud.operations.get(Cloud.PROJECT, Cloud.ZONE, name).getName())
                .isEqualTo(name);
    }

    @Test
    void anOperationIsShownWithoutItsStatus() {
        Operation begun = cloud.insert(Cloud.machine("sb"));
        arm("op_without_status", Map.of());
        String name = begun.getName().split(":")[0];
        assertThat(cloud.operations.get(Cloud.PROJECT, Cloud.ZONE, name).hasStatus())
                .isFalse();
    }

    @Test
    void aLaterPageFailsAndTheClientAsksAgain() {
        List.of("one", "two").forEach(name -> cloud.insert(Cloud.machine(name)));
        arm("list_page_fails", Map.of());
        var found = cloud.instances
                .list(ListInstancesRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setZone(Cloud.ZONE)
                        .setMaxResults(1)
                        .build())
                .iterateAll();
        assertThat(StreamSupport.stream(found.spliterator(), false)).hasSize(2);
        assertThat(cloud.simulator.requests(java.time.Instant.EPOCH))
                .filteredOn(entry -> entry.status() == 503)
                .hasSize(1);
    }

    @Test
    void aStatusMayBeAWordThatNobodyKnows() {
        cloud.running(Cloud.machine("sb"));
        arm("unknown_words", Map.of("label", "sb"));
        assertThat(cloud.get("sb").getStatus()).isEqualTo("BRAND_NEW");
        assertThat(cloud.get("sb").getStatus()).isEqualTo("RUNNING");
    }

    @Test
    void aSpotMachineIsTakenByItself() {
        cloud.running(Cloud.spot("spot", "STOP"));
        arm("preempt", Map.of());
        await().until(() -> cloud.get("spot").getStatus().equals("TERMINATED"));
    }

    @Test
    void sshOpensLate() {
        arm("port_closed_after_running", Map.of("delay_s", "77"));
        cloud.running(Cloud.machine("sb"));
        assertThat(cloud.host.orders().getLast().sshDelay()).hasSeconds(77);
    }

    @Test
    void throttledCallsAreForbidden() {
        arm("throttle", Map.of("method", "POST"));
        Throwable refused = catchThrowable(() -> cloud.insert(Cloud.machine("sb")));
        assertThat(refused).isInstanceOf(PermissionDeniedException.class);
        assertThat(Cloud.reason(refused)).contains("rateLimitExceeded");
    }
}
