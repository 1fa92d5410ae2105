package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InternalException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.api.gax.rpc.UnavailableException;
import com.google.cloud.compute.v1.Error;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.Operation;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to say no, and how Google's client hears it. */
class RefusalTest {
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud();
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String code(Operation operation) {
        return operation.getError().getErrors(0).getCode();
    }

    @Test
    void aZoneWithoutRoomSaysSoInsideTheOperationAndMakesNothing() {
        cloud.simulator.sellOut(Cloud.ZONE, "e2-standard-4");
        Operation ended = cloud.ended(cloud.insert(Cloud.machine("sb-1")));
        assertThat(code(ended)).isEqualTo("ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS");
        assertThat(ended.getHttpErrorStatusCode()).isEqualTo(503);
        Error error = ended.getError();
        assertThat(error.getErrors(0).getErrorDetailsList())
                .anyMatch(detail -> detail.getErrorInfo()
                        .getMetadatasMap()
                        .getOrDefault("zonesAvailable", "")
                        .equals("us-central1-b,us-central1-c,us-central1-f"));
        assertThatThrownBy(() -> cloud.get("sb-1")).isInstanceOf(NotFoundException.class);
        cloud.simulator.restock(Cloud.ZONE, "e2-standard-4");
        assertThat(cloud.ended(cloud.insert(Cloud.machine("sb-1"))).hasError()).isFalse();
    }

    @Test
    void theFutureHidesTheCodeOfAFailedOperation() {
        cloud.simulator.sellOut(Cloud.ZONE, "*");
        assertThatThrownBy(() -> cloud.instances
                        .insertAsync(InsertInstanceRequest.newBuilder()
                                .setProject(Cloud.PROJECT)
                                .setZone(Cloud.ZONE)
                                .setInstanceResource(Cloud.machine("sb-1"))
                                .build())
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnavailableException.class)
                .hasMessageNotContaining("EXHAUSTED");
    }

    @Test
    void anErrorWithoutStatusLooksLikeSuccessToTheFuture() throws Exception {
        cloud.simulator.faults().inject("op_error_without_status", 1, Map.of(), 0);
        Operation ended = cloud.instances
                .insertAsync(InsertInstanceRequest.newBuilder()
                        .setProject(Cloud.PROJECT)
                        .setZone(Cloud.ZONE)
                        .setInstanceResource(Cloud.machine("sb-1"))
                        .build())
                .get();
        assertThat(ended.hasError()).isTrue();
        assertThat(cloud.names()).isEmpty();
    }

    @Test
    void quotasAreKept() {
        cloud.simulator.quota("CPUS", 6);
        cloud.running(Cloud.machine("one"));
        Operation ended = cloud.ended(cloud.insert(Cloud.machine("two")));
        assertThat(code(ended)).isEqualTo("QUOTA_EXCEEDED");
        assertThat(ended.getHttpErrorStatusCode()).isEqualTo(403);
        assertThat(ended.getError()
                        .getErrors(0)
                        .getErrorDetails(0)
                        .getQuotaInfo()
                        .getLimit())
                .isEqualTo(6);
    }

    @Test
    void namesSizesAndRequestIdsAreChecked() {
        for (var bad : new com.google.cloud.compute.v1.Instance.Builder[] {
            Cloud.machine("Upper"),
            Cloud.machine("ok").setMachineType("zones/" + Cloud.ZONE + "/machineTypes/none-1"),
            Cloud.machine("ok").clearDisks(),
            Cloud.machine("ok").putLabels("Bad", "x")
        }) {
            assertThat(Cloud.reason(catchThrowable(() -> cloud.insert(bad)))).contains("\"invalid\"");
        }
        assertThatThrownBy(() -> cloud.insert(Cloud.machine("ok"), new UUID(0, 0).toString()))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> cloud.insert(Cloud.machine("ok"), "again"))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aNameIsTakenOnce() {
        cloud.insert(Cloud.machine("one"));
        Throwable refused = catchThrowable(() -> cloud.insert(Cloud.machine("one")));
        assertThat(refused).isInstanceOf(AbortedException.class);
        assertThat(Cloud.reason(refused)).contains("alreadyExists");
    }

    @Test
    void aStaleFingerprintChangesNothing() throws Exception {
        var machine = cloud.running(Cloud.machine("one"));
        Metadata fresh = Metadata.newBuilder()
                .setFingerprint(machine.getMetadata().getFingerprint())
                .build();
        cloud.instances
                .setMetadataAsync(Cloud.PROJECT, Cloud.ZONE, "one", fresh)
                .get();
        assertThat(cloud.get("one").getMetadata().getItemsList())
                .extracting(item -> item.getKey())
                .containsExactly("sandbox-ssh-port");
        Throwable refused = catchThrowable(() -> cloud.instances
                .setMetadataAsync(Cloud.PROJECT, Cloud.ZONE, "one", fresh)
                .get());
        assertThat(refused.getCause()).isInstanceOf(FailedPreconditionException.class);
    }

    @Test
    void strangersAndOtherProjectsAreSentAway() throws IOException {
        assertThatThrownBy(() -> cloud.instances.get("other-1", Cloud.ZONE, "x"))
                .isInstanceOf(PermissionDeniedException.class);
        cloud.close();
        cloud = new Cloud(new GceSimulatorConfig(0, Cloud.PROJECT, "secret", 7, 0.01, Cloud.SSH_PORT));
        assertThatThrownBy(() -> cloud.get("x")).isInstanceOf(UnauthenticatedException.class);
    }

    @Test
    void tooManyCallsInAMinuteAreForbiddenNotThrottled() throws IOException {
        cloud.close();
        cloud = new Cloud(Cloud.config().withCallsPerMinute(0));
        Throwable refused = catchThrowable(() -> cloud.get("x"));
        assertThat(refused).isInstanceOf(PermissionDeniedException.class);
        assertThat(Cloud.reason(refused)).contains("rateLimitExceeded");
    }

    @Test
    void aLostAnswerWasCarriedOutAndAskingAgainFindsIt() {
        String id = UUID.randomUUID().toString();
        cloud.simulator.faults().inject("lost_answer", 1, Map.of("method", "POST"), 0);
        assertThat(catchThrowable(() -> cloud.insert(Cloud.machine("one"), id))).isNotNull();
        assertThat(cloud.names()).containsExactly("one");
        cloud.ended(cloud.insert(Cloud.machine("one"), id));
        assertThat(cloud.names()).containsExactly("one");
    }

    @Test
    void outagesAreHeardAsSuch() {
        cloud.simulator.faults().inject("backend_error", 1, Map.of("method", "POST"), 0);
        assertThatThrownBy(() -> cloud.insert(Cloud.machine("one"))).isInstanceOf(InternalException.class);
        cloud.simulator.faults().inject("unavailable", 1, Map.of("method", "POST"), 0);
        assertThatThrownBy(() -> cloud.insert(Cloud.machine("one"))).isInstanceOf(UnavailableException.class);
        assertThat(cloud.names()).isEmpty();
    }
}
