package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.Operation;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each error that this API is known for, as Google's client takes it. */
class ErrorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private Cloud cloud;
    private Clients clients;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(0));
        clients = new Clients(cloud.simulator.url());
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        cloud.close();
    }

    private static InsertInstanceRequest insert(String name, String requestId) {
        return InsertInstanceRequest.newBuilder()
                .setProject(Cloud.PROJECT)
                .setZone(Cloud.ZONE)
                .setRequestId(requestId)
                .setInstanceResource(Cloud.machine(name))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid, INVALID_ARGUMENT, InvalidArgumentException",
        "401, authError, UNAUTHENTICATED, UnauthenticatedException",
        "403, forbidden, PERMISSION_DENIED, PermissionDeniedException",
        "403, quotaExceeded, PERMISSION_DENIED, PermissionDeniedException",
        "403, rateLimitExceeded, PERMISSION_DENIED, PermissionDeniedException",
        "404, notFound, NOT_FOUND, NotFoundException",
        "409, resourceInUseByAnotherResource, ABORTED, AbortedException",
        "412, conditionNotMet, FAILED_PRECONDITION, FailedPreconditionException",
        "429, rateLimitExceeded, RESOURCE_EXHAUSTED, ResourceExhaustedException",
        "500, backendError, INTERNAL, InternalException",
        "502, backendError, INTERNAL, InternalException",
        "503, backendError, UNAVAILABLE, UnavailableException"
    })
    void eachStatusIsAnExceptionOfItsOwn(int status, String reason, StatusCode.Code code, String type) {
        cloud.simulator
                .faults()
                .inject("refuse", 1, Map.of("method", "POST", "status", "" + status, "reason", reason), 0);
        ApiException refused = catchThrowableOfType(ApiException.class, () -> cloud.insert(Cloud.machine("sb")));
        assertThat(refused.getClass().getSimpleName()).isEqualTo(type);
        assertThat(refused.getStatusCode().getCode()).isEqualTo(code);
        if (status != 401) {
            assertThat(Cloud.reason(refused)).contains("\"reason\":\"" + reason + "\"");
        }
        assertThat(cloud.names()).isEmpty();
    }

    @Test
    void nobodyThere() throws Exception {
        InstancesClient client = clients.instances(PATIENCE);
        cloud.simulator.close();
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> client.insertCallable()
                        .call(insert("sb", UUID.randomUUID().toString())));
        assertThat(refused.getStatusCode().getCode()).isEqualTo(StatusCode.Code.UNKNOWN);
        assertThat(refused).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void aCallThatHangsHoldsNobodyElse() throws Exception {
        InstancesClient impatient = clients.instances(Duration.ofMillis(500));
        cloud.simulator.faults().inject("hang", 1, Map.of("path", "/instances/slow"), 0);
        ApiException late =
                catchThrowableOfType(ApiException.class, () -> impatient.get(Cloud.PROJECT, Cloud.ZONE, "slow"));
        assertThat(late.getStatusCode().getCode()).isEqualTo(StatusCode.Code.DEADLINE_EXCEEDED);
        cloud.running(Cloud.machine("other"));
    }

    @Test
    void aLostRequestDidNothingAndALostAnswerDid() {
        cloud.simulator.faults().inject("lost_request", 1, Map.of("method", "POST"), 0);
        assertThat(catchThrowable(() -> cloud.insert(Cloud.machine("sb")))).isInstanceOf(ApiException.class);
        assertThat(cloud.names()).isEmpty();
        cloud.simulator.faults().inject("lost_answer", 1, Map.of("method", "POST"), 0);
        assertThat(catchThrowable(() -> cloud.insert(Cloud.machine("sb")))).isInstanceOf(ApiException.class);
        assertThat(cloud.names()).containsExactly("sb");
    }

    @Test
    void anOperationEndsWithAnyCodeAndWithoutEffect() {
        cloud.simulator.faults().inject("operation_error", 1, Map.of("code", "RESOURCE_NOT_READY", "status", "409"), 0);
        String id = UUID.randomUUID().toString();
        Operation ended = cloud.ended(cloud.insert(Cloud.machine("sb"), id));
        assertThat(ended.getError().getErrors(0).getCode()).isEqualTo("RESOURCE_NOT_READY");
        assertThat(ended.getHttpErrorStatusCode()).isEqualTo(409);
        assertThat(ended.getOperationType()).isEqualTo("insert");
        assertThat(cloud.names()).isEmpty();
        assertThat(cloud.ended(cloud.insert(Cloud.machine("sb"), id)).hasError())
                .as("the same request again")
                .isTrue();
    }

    @Test
    void aSlowOperationIsShownRunningThoughItsEffectIsThere() {
        cloud.simulator.faults().inject("slow_operation", 1, Map.of("delay_s", "2"), 0);
        Operation begun = cloud.insert(Cloud.machine("sb"));
        org.awaitility.Awaitility.await()
                .until(() -> cloud.get("sb").getStatus().equals("RUNNING"));
        assertThat(cloud.look(begun).getStatus()).isEqualTo(Operation.Status.RUNNING);
        assertThat(cloud.ended(begun).getStatus()).isEqualTo(Operation.Status.DONE);
    }

    @Test
    void waitGivesUpBeforeTheOperationEnds() {
        cloud.simulator.faults().inject("slow_operation", 1, Map.of("delay_s", "600"), 0);
        Operation begun = cloud.insert(Cloud.machine("sb"));
        Operation waited =
                cloud.operations.wait(Cloud.PROJECT, Cloud.ZONE, begun.getName().split(":")[0]);
        assertThat(waited.getStatus()).isEqualTo(Operation.Status.RUNNING);
    }

    @Test
    void whoBearsTheTokenIsLetIn() throws Exception {
        cloud.simulator.requireToken("right");
        for (String token : new String[] {"right", "wrong"}) {
            var credentials = FixedCredentialsProvider.create(OAuth2Credentials.create(
                    AccessToken.newBuilder().setTokenValue(token).build()));
            try (Clients bearing = new Clients(cloud.simulator.url(), credentials)) {
                ApiException refused = catchThrowableOfType(
                        ApiException.class,
                        () -> bearing.instances(PATIENCE)
                                .insertCallable()
                                .call(insert(token, UUID.randomUUID().toString())));
                assertThat(refused == null).isEqualTo(token.equals("right"));
            }
        }
        assertThat(cloud.names()).containsExactly("right");
    }

    @Test
    void theLogKeepsNoSecret() {
        cloud.insert(Cloud.machine("sb")
                .setMetadata(com.google.cloud.compute.v1.Metadata.newBuilder()
                        .addItems(com.google.cloud.compute.v1.Items.newBuilder()
                                .setKey("startup-script")
                                .setValue("join --as hushhush"))));
        String log = cloud.simulator.requests(java.time.Instant.EPOCH).toString();
        assertThat(log).contains("startup-script").doesNotContain("hushhush");
    }
}
