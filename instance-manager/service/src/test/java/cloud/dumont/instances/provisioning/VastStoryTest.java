package cloud.dumont.instances.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.agent.protocol.PreflightReport;
import cloud.dumont.instances.InstanceManagerApplication;
import cloud.dumont.instances.bench.FakePeers;
import cloud.dumont.instances.bench.Surroundings;
import cloud.dumont.instances.bench.Users;
import cloud.dumont.instances.enrolment.EnrolBox;
import cloud.dumont.instances.enrolment.JudgePreflight;
import cloud.dumont.instances.instance.CommandInstance;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Parting;
import cloud.dumont.instances.instance.RentInstance;
import cloud.dumont.instances.instance.RentalWish;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.market.MarketCollector;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.offer.OfferFilter;
import cloud.dumont.instances.offer.Offers;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.Sold;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.provider.Offer;
import cloud.dumont.sandbox.machine.FakeMachineHost;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.vastai.VastSimulatorConfig;
import cloud.dumont.testkit.BackingServices;
import cloud.dumont.web.caller.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** The real adapter against the vendor's simulator, through the real scheduler. */
@SpringBootTest(
        classes = InstanceManagerApplication.class,
        properties = {"db-scheduler.polling-interval=200ms", "dumont.reclaim.verify-every=300ms"})
@Import({BackingServices.class, Surroundings.class})
class VastStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final FakeMachineHost HOST = new FakeMachineHost(Clock.systemUTC());
    private static final VastSimulator VAST = startVast();

    private static VastSimulator startVast() {
        try {
            return VastSimulator.start(
                    new VastSimulatorConfig(0, "vast-key", 7, 0.05, null, null).withRateScale(0),
                    HOST,
                    Clock.systemUTC());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void vast(DynamicPropertyRegistry registry) throws java.io.IOException {
        Path key = Files.createTempFile("vast", ".key");
        Files.writeString(key, "vast-key\n");
        key.toFile().deleteOnExit();
        registry.add("dumont.vendors.vastai.url", VAST::url);
        registry.add("dumont.vendors.vastai.api-key-file", key::toString);
        registry.add("dumont.vendors.vastai.pace", () -> "0");
    }

    @AfterAll
    static void closeVast() {
        VAST.close();
        HOST.close();
    }

    @Autowired
    private MarketCollector market;

    @Autowired
    private Offers offers;

    @Autowired
    private RentInstance rent;

    @Autowired
    private CommandInstance commands;

    @Autowired
    private Instances instances;

    @Autowired
    private Placements placements;

    @Autowired
    private EnrolBox enrol;

    @Autowired
    private JudgePreflight preflight;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private Ids ids;

    @Autowired
    private FakePeers peers;

    private final Caller ana = Users.someone();

    @Test
    void aVastBoxComesUpAndNothingIsLeftAfterDestroy() {
        market.collectAll();
        MarketOffer offer = offers.matching(
                        new OfferFilter(List.of(), 1, null, List.of(), null, null, Offer.Kind.ON_DEMAND, List.of(), 40))
                .getFirst();
        InstanceId id = ids.next(InstanceId::new);
        RentInstance.Prepared prepared = rent.prepare(id, ana, wish(offer));
        transactions.executeWithoutResult(status -> rent.commit(prepared, Origin.of(ana, "req_test")));

        await().atMost(PATIENCE).until(() -> placements.of(id).stream().anyMatch(Placement::isReachable));
        Placement placement = placements.of(id).getFirst();
        String token = HOST.orders().getLast().env().get("DUMONT_TOKEN");
        assertThat(HOST.orders().getLast().onstart()).contains("/agent/bootstrap.sh");
        enrol.enrol(new EnrolBox.Application(
                BootstrapToken.sha256(token), "key", "0.1.0", "SHA256:x", box(placement.sold())));
        assertThat(preflight.judge(placement.id(), report(placement)).verdict()).isEqualTo("accepted");
        assertThat(status(id)).isEqualTo(Status.RUNNING);
        assertThat(VAST.machines()).hasSize(1);

        transactions.executeWithoutResult(status -> commands.destroy(
                instances.lock(id).orElseThrow(),
                ids.next(ActionId::new),
                new Parting(false, Duration.ofMinutes(10), true, 7),
                Origin.of(ana, "req_test")));
        await().atMost(PATIENCE).until(() -> status(id) == Status.DESTROYED);
        assertThat(VAST.machines()).isEmpty();
        assertThat(peers.holds()).doesNotContain(id.text());
    }

    private Status status(InstanceId id) {
        return instances.find(id).map(Instance::status).orElseThrow();
    }

    private static RentalWish wish(MarketOffer offer) {
        return new RentalWish(
                "vast-1",
                offer.id(),
                null,
                1,
                null,
                Offer.Kind.ON_DEMAND,
                "nvidia/cuda",
                40,
                List.of(),
                Map.of(),
                null,
                List.of(),
                Map.of(),
                null);
    }

    private static BoxFacts box(Sold sold) {
        return new BoxFacts(
                Collections.nCopies(sold.gpuCount(), new BoxFacts.Gpu(sold.gpu().name(), sold.vramMb(), null)),
                null,
                null,
                null,
                null,
                "6.1",
                List.of(),
                "root");
    }

    private static PreflightReport report(Placement placement) {
        return new PreflightReport(placement.epoch(), box(placement.sold()), true, true, null, null, 0, null);
    }
}
