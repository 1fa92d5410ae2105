package cloud.dumont.sandbox.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.sandbox.meter.MeteredResource;
import cloud.dumont.sandbox.vastai.HeldClock;
import com.google.cloud.compute.v1.Disk;
import com.google.cloud.compute.v1.DisksClient;
import com.google.cloud.compute.v1.DisksResizeRequest;
import com.google.cloud.compute.v1.Instance;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs, by a clock that stands still but for what a test says. */
class BillTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final HeldClock clock = new HeldClock();
    private Cloud cloud;
    private Clients clients;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(config(), clock);
        clients = new Clients(cloud.simulator.url());
    }

    private GceSimulatorConfig config() {
        return Cloud.config(0).withStateFile(folder.resolve("gce.json"));
    }

    @AfterEach
    void close() throws Exception {
        clients.close();
        cloud.close();
    }

    private MeteredResource bill(String label) {
        return cloud.simulator.meter().resources().stream()
                .filter(it -> it.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal part(String hourly, long seconds) {
        return new BigDecimal(hourly)
                .multiply(BigDecimal.valueOf(seconds))
                .divide(BigDecimal.valueOf(3_600), 6, RoundingMode.HALF_UP);
    }

    private void stop(String name) throws Exception {
        cloud.instances.stopAsync(Cloud.PROJECT, Cloud.ZONE, name).get();
    }

    @Test
    void aRunCostsAMinuteAtLeast() throws Exception {
        cloud.running(Cloud.machine("sb"));
        clock.move(Duration.ofSeconds(5));
        stop("sb");
        assertThat(bill("sb").gpuUsd()).isEqualByComparingTo(part("0.134023", 60));
        cloud.instances.startAsync(Cloud.PROJECT, Cloud.ZONE, "sb").get();
        clock.move(Duration.ofSeconds(5));
        cloud.delete("sb");
        assertThat(bill("sb").gpuUsd()).isEqualByComparingTo(part("0.134023", 120));
    }

    @Test
    void aLongerRunCostsItsSecondsBegunOnes() throws Exception {
        cloud.running(Cloud.machine("sb"));
        clock.move(Duration.ofMillis(100_200));
        stop("sb");
        assertThat(bill("sb").gpuUsd()).isEqualByComparingTo(part("0.134023", 101));
    }

    @Test
    void aStoppedMachineCostsItsDiskAndASuspendedOneItsMemoryToo() throws Exception {
        cloud.running(Cloud.machine("stopped"));
        stop("stopped");
        cloud.running(Cloud.machine("asleep"));
        cloud.instances.suspendAsync(Cloud.PROJECT, Cloud.ZONE, "asleep").get();
        BigDecimal stoppedDisk = bill("stopped").diskUsd();
        BigDecimal machine = bill("stopped").gpuUsd();
        BigDecimal asleepDisk = bill("asleep").diskUsd();
        clock.move(HOUR.multipliedBy(730));
        assertThat(bill("stopped").gpuUsd()).isEqualByComparingTo(machine);
        assertThat(bill("stopped").diskUsd().subtract(stoppedDisk).setScale(3, RoundingMode.HALF_UP))
                .isEqualByComparingTo("2.000");
        assertThat(bill("asleep").diskUsd().subtract(asleepDisk).setScale(3, RoundingMode.HALF_UP))
                .isEqualByComparingTo("3.600");
    }

    @Test
    void spotIsCheaper() {
        cloud.running(Cloud.spot("spot", "STOP"));
        clock.move(HOUR);
        assertThat(bill("spot").gpuUsd()).isEqualByComparingTo("0.053609");
    }

    @Test
    void aDiskOfItsOwnIsBilledUntilItsEnd() throws Exception {
        DisksClient disks = clients.disks();
        Disk data = Disk.newBuilder()
                .setName("data")
                .setSizeGb(100)
                .setType("zones/" + Cloud.ZONE + "/diskTypes/pd-ssd")
                .build();
        disks.insertAsync(Cloud.PROJECT, Cloud.ZONE, data).get();
        clock.move(HOUR.multipliedBy(73));
        assertThat(bill("data").usd()).isEqualByComparingTo("1.7");
        disks.resizeAsync(
                        Cloud.PROJECT,
                        Cloud.ZONE,
                        "data",
                        DisksResizeRequest.newBuilder().setSizeGb(200).build())
                .get();
        clock.move(HOUR.multipliedBy(73));
        disks.deleteAsync(Cloud.PROJECT, Cloud.ZONE, "data").get();
        clock.move(HOUR.multipliedBy(73));
        assertThat(bill("data").usd()).isEqualByComparingTo("5.1");
    }

    @Test
    void aDiskThatStaysBehindGoesOnCosting() throws Exception {
        Instance.Builder keeps = Cloud.machine("sb");
        keeps.setDisks(0, keeps.getDisks(0).toBuilder().setAutoDelete(false));
        cloud.running(keeps);
        cloud.delete("sb");
        clock.move(HOUR.multipliedBy(730));
        BigDecimal disks = cloud.simulator.meter().resources().stream()
                .map(MeteredResource::diskUsd)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(disks.setScale(3, RoundingMode.HALF_UP)).isEqualByComparingTo("2.000");
        assertThat(clients.disks().get(Cloud.PROJECT, Cloud.ZONE, "sb").getSizeGb())
                .isEqualTo(50);
    }

    @Test
    void aFailedInsertCostsNothing() {
        cloud.simulator.sellOut(Cloud.ZONE, "*");
        assertThat(cloud.ended(cloud.insert(Cloud.machine("sb"))).hasError()).isTrue();
        clock.move(HOUR);
        assertThat(cloud.simulator.meter().totalUsd()).isEqualByComparingTo("0");
    }

    @Test
    void theTimeThatTheCloudWasDownCostsNoMachine() throws Exception {
        cloud.running(Cloud.machine("sb"));
        clock.move(HOUR);
        cloud.simulator.tick();
        await().until(cloud.simulator::hostIdle);
        cloud.close();
        clock.move(HOUR);
        cloud = new Cloud(config(), clock);
        assertThat(bill("sb").gpuUsd()).isEqualByComparingTo("0.134023");
        assertThat(bill("sb").diskUsd()).isEqualByComparingTo("0.005479");
    }
}
