package cloud.dumont.provider.vastai;

import cloud.dumont.kernel.Secret;
import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.http.VendorCallObserver;
import cloud.dumont.provider.testkit.GpuProviderContract;
import cloud.dumont.provider.testkit.GpuProviderHarness;
import cloud.dumont.sandbox.machine.FakeMachineHost;
import cloud.dumont.sandbox.machine.SimulatedMachine;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.vastai.VastSimulatorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;

/** An account at the simulated vendor. Boots take about a second; nobody limits how often we call. */
final class VastSimulatorHarness implements GpuProviderHarness {
    static final String KEY = "vast-key-of-the-harness";
    private static final double BOOT_SCALE = 0.02;

    private final InstantSource clock = InstantSource.system();
    private final FakeMachineHost host = new FakeMachineHost(clock);
    private final MeddlingClient meddling = new MeddlingClient();
    private final VastSimulator vast;
    private final VastAiProvider provider;

    VastSimulatorHarness() {
        try {
            VastSimulatorConfig config = new VastSimulatorConfig(0, KEY, 7, BOOT_SCALE, null, null).withRateScale(0);
            this.vast = VastSimulator.start(config, host, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.provider = new VastAiProvider(
                new VastAiConfig(vast.url(), new Secret(KEY)).withPace(BigDecimal.ZERO),
                new OkHttpClient.Builder().addInterceptor(meddling).build(),
                clock,
                time -> {},
                new Random(7),
                VendorCallObserver.none());
    }

    VastSimulator vast() {
        return vast;
    }

    @Override
    public GpuProvider provider() {
        return provider;
    }

    @Override
    public LaunchOrder order(Offer offer, String label) {
        return new LaunchOrder(
                offer.ref(),
                label,
                "nvidia/cuda:12.4.1-runtime-ubuntu22.04",
                GpuProviderContract.DISK_GB,
                Map.of("DUMONT_TOKEN", GpuProviderContract.SECRET, "DUMONT_URL", "http://127.0.0.1:1"),
                "echo up",
                List.of(22, 7070));
    }

    @Override
    public Set<String> existing() {
        return vast.machines().stream().map(SimulatedMachine::ref).collect(Collectors.toSet());
    }

    /** Boxes start by themselves here. */
    @Override
    public void letRun(String vendorRef) {
        vast.tick();
    }

    @Override
    public Delivered delivered(String vendorRef) {
        return host.orders().stream()
                .filter(order -> order.ref().equals(vendorRef))
                .findFirst()
                .map(order -> new Delivered(order.env(), order.onstart()))
                .orElseThrow();
    }

    @Override
    public void sellOut(Offer offer) {
        inject("offer_gone", 1, Map.of("path", "/asks/" + offer.ref()));
    }

    @Override
    public void failAfterCreate() {
        inject("lost_answer", 1, Map.of());
    }

    @Override
    public void throttleNext() {
        inject("throttle_plain", 1, Map.of("path", "/asks/"));
    }

    @Override
    public void halfLaunch() {
        meddling.bidTooLowNext();
    }

    @Override
    public void hideFromReads(int n) {
        inject("read_after_create_null", 1, Map.of("delay_s", "1"));
    }

    /** As often as the adapter asks for the page again. */
    @Override
    public void failPage() {
        inject("list_page_fails", 3, Map.of());
    }

    @Override
    public void priceDrift() {
        inject("price_drift", 0, Map.of());
    }

    /** Another program that uses the same key. */
    @Override
    public void foreignBoxes(int n) {
        for (int i = 0; i < n; i++) {
            Offer offer =
                    provider.offers(new OfferQuery(GpuProviderContract.DISK_GB)).getFirst();
            provider.launch(order(offer, "someone-else-" + i));
        }
    }

    @Override
    public void strangeWords() {
        inject("unknown_words", 0, Map.of());
    }

    @Override
    public void revokeKey() {
        meddling.otherKeyFromNowOn();
    }

    @Override
    public void emptyAccount() {
        inject("out_of_credit", 0, Map.of());
    }

    @Override
    public void cutLine() {
        vast.close();
    }

    @Override
    public boolean sellsSpot() {
        return true;
    }

    @Override
    public boolean leavesHalfLaunches() {
        return true;
    }

    @Override
    public boolean readsLag() {
        return true;
    }

    void inject(String kind, int count, Map<String, String> match) {
        vast.faults().inject(kind, count, match, 0);
    }

    @Override
    public void close() {
        vast.close();
        host.close();
    }
}
