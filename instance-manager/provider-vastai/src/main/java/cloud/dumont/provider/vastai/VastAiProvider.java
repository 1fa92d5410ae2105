package cloud.dumont.provider.vastai;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Launched;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.Rebootable;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.http.Pacer;
import cloud.dumont.provider.http.Sleeper;
import cloud.dumont.provider.http.VendorCallObserver;
import cloud.dumont.provider.http.VendorHttp;
import cloud.dumont.provider.http.VendorHttpConfig;
import cloud.dumont.provider.http.VendorLine;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import tools.jackson.databind.JsonNode;

/** Vast.ai: containers on other people's machines, on demand. */
public final class VastAiProvider implements GpuProvider, Rebootable {
    public static final String VENDOR = "vastai";
    private static final Pattern REF = Pattern.compile("[1-9]\\d{0,17}");

    private final VastAiConfig config;
    private final VastClient client;

    public VastAiProvider(
            VastAiConfig config,
            OkHttpClient http,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random,
            VendorCallObserver observer) {
        this.config = config;
        VendorHttpConfig wire = VendorHttpConfig.of(VENDOR, config.url(), config.callTimeout());
        VendorLine line = new VendorLine(wire, config.apiKey(), http, clock);
        Pacer pacer = new Pacer(clock, sleeper, config.turnPatience());
        this.client = new VastClient(
                new VendorHttp(wire, line, pacer, sleeper, random, observer), new VastEndpoints(config.pace()));
    }

    /** As a service wires it: real waits, jitter from the platform's generator. */
    public static VastAiProvider connect(
            VastAiConfig config, OkHttpClient http, InstantSource clock, VendorCallObserver observer) {
        return new VastAiProvider(config, http, clock, Sleeper.real(), RandomGenerator.getDefault(), observer);
    }

    @Override
    public String vendor() {
        return VENDOR;
    }

    @Override
    public List<Offer> offers(OfferQuery query) {
        return client.search(SearchBody.of(query, config.offerLimit())).stream()
                .map(row -> OfferReader.offer(row, query.diskGb()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Launched launch(LaunchOrder order) {
        if (!REF.matcher(order.offerRef()).matches()) {
            throw new OutOfCapacity("no offer has such a ref");
        }
        long contract = client.create(order.offerRef(), CreateBody.of(order));
        return new Launched(Long.toString(contract));
    }

    @Override
    public List<RentedBox> list() {
        Map<String, RentedBox> boxes = new LinkedHashMap<>();
        for (JsonNode row : client.list()) {
            RentedBox box = read(row);
            boxes.put(box.vendorRef(), box);
        }
        return List.copyOf(boxes.values());
    }

    @Override
    public Optional<RentedBox> find(String vendorRef) {
        return isRef(vendorRef) ? client.find(vendorRef).map(VastAiProvider::read) : Optional.empty();
    }

    @Override
    public void destroy(String vendorRef) {
        if (isRef(vendorRef)) {
            client.destroy(vendorRef);
        }
    }

    @Override
    public void reboot(String vendorRef) {
        if (!isRef(vendorRef)) {
            throw new InstanceGone(vendorRef);
        }
        client.reboot(vendorRef);
    }

    private static boolean isRef(String vendorRef) {
        return REF.matcher(vendorRef).matches();
    }

    /** A row that we cannot name may be one of ours: then the listing is not complete. */
    private static RentedBox read(JsonNode row) {
        return BoxReader.box(row).orElseThrow(() -> new Unreachable("an instance without an id", null));
    }
}
