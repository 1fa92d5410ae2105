package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.vastai.HeldClock;
import com.google.cloud.compute.v1.Network;
import com.google.cloud.compute.v1.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cloud remembers that went down and came back. */
class RestartTest {
    @TempDir
    Path folder;

    private final HeldClock clock = new HeldClock();
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(Cloud.config(1).withStateFile(folder.resolve("gce.json")), clock);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void restart() throws IOException {
        cloud.close();
        open();
    }

    private void run(String name) {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            clock.move(Duration.ofSeconds(5));
            return cloud.get(name).getStatus().equals("RUNNING");
        });
    }

    @Test
    void anInsertUnderWayGoesOnUnderItsRequestId() throws IOException {
        String id = UUID.randomUUID().toString();
        Operation begun = cloud.insert(Cloud.machine("sb"), id);
        restart();
        assertThat(cloud.insert(Cloud.machine("sb"), id).getName()).isEqualTo(begun.getName());
        run("sb");
        assertThat(cloud.ended(begun).hasError()).isFalse();
        assertThat(cloud.names()).containsExactly("sb");
    }

    @Test
    void aMachineThatIsBeingTakenIsTaken() throws IOException {
        cloud.insert(Cloud.spot("spot", "STOP"));
        run("spot");
        cloud.simulator.preempt("spot");
        restart();
        assertThat(cloud.get("spot").getStatus()).isEqualTo("STOPPING");
        clock.move(Duration.ofSeconds(31));
        assertThat(cloud.get("spot").getStatus()).isEqualTo("TERMINATED");
    }

    @Test
    void networksQuotasAndSoldOutZonesAreKept() throws Exception {
        try (Clients clients = new Clients(cloud.simulator.url())) {
            clients.networks()
                    .insertCallable()
                    .call(com.google.cloud.compute.v1.InsertNetworkRequest.newBuilder()
                            .setProject(Cloud.PROJECT)
                            .setNetworkResource(Network.newBuilder().setName("dumont"))
                            .build());
        }
        cloud.simulator.sellOut("us-central1-b", "*");
        cloud.simulator.quota("NETWORKS", 2);
        restart();
        try (Clients clients = new Clients(cloud.simulator.url())) {
            var networks = clients.networks();
            assertThat(networks.get(Cloud.PROJECT, "dumont").getName()).isEqualTo("dumont");
            Throwable full = catchThrowable(() -> networks.insertCallable()
                    .call(com.google.cloud.compute.v1.InsertNetworkRequest.newBuilder()
                            .setProject(Cloud.PROJECT)
                            .setNetworkResource(Network.newBuilder().setName("more"))
                            .build()));
            assertThat(Cloud.reason(full)).contains("quotaExceeded");
        }
        cloud.simulator.sellOut(Cloud.ZONE, "*");
        Operation begun = cloud.insert(Cloud.machine("sb"));
        clock.move(Duration.ofSeconds(10));
        assertThat(cloud.ended(begun).getError().getErrors(0).getErrorDetailsList())
                .anyMatch(detail -> List.of("us-central1-c", "us-central1-f")
                        .equals(List.of(detail.getErrorInfo()
                                .getMetadatasMap()
                                .getOrDefault("zonesAvailable", "")
                                .split(","))));
    }
}
