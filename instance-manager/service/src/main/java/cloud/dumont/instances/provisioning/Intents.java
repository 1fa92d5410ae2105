package cloud.dumont.instances.provisioning;

import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.Sold;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.AttemptId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes what is about to be done before it is done, each in one short transaction on the locked machine. */
@Component
class Intents {
    private static final Origin ORIGIN = Origin.system("provisioning");

    private final Instances instances;
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final GiveBack giveBack;
    private final LaunchOrders orders;
    private final Pricing pricing;
    private final ProvisioningConfig config;
    private final Ids ids;
    private final InstantSource clock;

    Intents(
            Instances instances,
            Placements placements,
            LaunchAttempts attempts,
            GiveBack giveBack,
            LaunchOrders orders,
            Pricing pricing,
            ProvisioningConfig config,
            Ids ids,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.attempts = attempts;
        this.giveBack = giveBack;
        this.orders = orders;
        this.pricing = pricing;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional
    public void beginLaunching(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (instance.state() instanceof InstanceState.Requested requested) {
            Instant now = clock.instant();
            instance.become(
                    requested.launch(ReasonCode.CHOOSING_OFFER.reason(now, ORIGIN.actor()), LaunchCycle.start(now)));
            instances.save(instance, ORIGIN, now);
        }
    }

    /** The row that names the box before the vendor hears of it. Empty when the machine no longer wants one. */
    @Transactional
    public Optional<LaunchAttempt> intend(InstanceId id, MarketOffer offer, BootstrapToken token, boolean heldNow) {
        Instance instance = instances.lock(id).orElseThrow();
        Hunt.Buying launching = Hunt.buying(instance.state()).orElse(null);
        if (launching == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Placement> reused = Optional.ofNullable(launching.placement()).flatMap(placements::lock);
        PlacementId placementId = reused.map(Placement::id).orElseGet(() -> ids.next(PlacementId::new));
        int n = attempts.last(placementId).map(last -> last.n() + 1).orElse(1);
        Quote quote = offer.quote(pricing, instance.spec().diskGb());
        String label = orders.label(placementId, n);
        Placement.Purchase purchase = new Placement.Purchase(
                offer.vendor(),
                Vendors.ACCOUNT,
                label,
                offer.hostRef(),
                quote,
                sold(offer, instance.spec()),
                token.hash(),
                now.plus(config.tokenLife()));
        reused.ifPresent(placement -> placement.buy(purchase));
        Placement placement = reused.orElseGet(() -> Placement.intend(
                placementId, instance.id(), instance.user(), epoch(instance, launching), Placement.GPU, purchase, now));
        instance.become(launching.into(
                placementId,
                ReasonCode.LAUNCHING.reason(
                        now,
                        ORIGIN.actor(),
                        Map.of("gpu", offer.gpu().name(), "vendor", offer.vendor(), "n", Integer.toString(n))),
                heldNow ? launching.cycle().held(now) : launching.cycle()));
        instances.save(instance, ORIGIN, now);
        placements.save(placement);
        LaunchAttempt attempt = attempt(placementId, n, offer, label, quote, now);
        attempts.intend(attempt);
        placements.tell(
                placement,
                new PlacementEvent.Intended(
                        instance.id(), placement.kind(), offer.vendor(), label, quote.cost(), quote.price()),
                ORIGIN.actor(),
                null,
                now);
        return Optional.of(attempt);
    }

    /** A machine that is served keeps its epoch until its candidate takes over. */
    private Epoch epoch(Instance instance, Hunt.Buying hunt) {
        Epoch next = placements.nextEpoch(instance.id(), instance.epoch());
        return switch (hunt.purpose()) {
            case NEW, FAILOVER -> {
                instance.enterEpoch(next);
                yield next;
            }
            case RETURN -> next;
        };
    }

    private static Sold sold(MarketOffer offer, RentalSpec spec) {
        return new Sold(
                offer.gpu(),
                offer.gpuCount(),
                offer.vramMb(),
                spec.diskGb(),
                offer.region(),
                offer.isolation().name().toLowerCase(Locale.ROOT));
    }

    private LaunchAttempt attempt(
            PlacementId placement, int n, MarketOffer offer, String label, Quote quote, Instant now) {
        return new LaunchAttempt(
                ids.next(AttemptId::new),
                placement,
                n,
                offer.id(),
                offer.ref(),
                offer.vendor(),
                offer.gpu().id(),
                offer.hostRef(),
                label,
                quote.cost(),
                LaunchAttempt.State.SENT,
                null,
                null,
                null,
                0,
                now,
                null,
                now.plus(config.launchAnswer()).plus(config.settleWindow()));
    }

    /** Nothing was rented, nothing is billed. */
    @Transactional
    public void giveUp(InstanceId id, ReasonCode code) {
        Instance instance = instances.lock(id).orElseThrow();
        Hunt.Buying launching = Hunt.buying(instance.state()).orElse(null);
        if (launching == null) {
            return;
        }
        Instant now = clock.instant();
        int tried = launching.cycle().tried();
        String detail = tried == 0 ? "nothing on the market fits now." : tried + " offers were tried.";
        instance.become(launching.giveUp(
                code.reason(now, ORIGIN.actor(), Map.of("tried", Integer.toString(tried), "detail", detail))));
        instances.save(instance, ORIGIN, now);
        PlacementId place = launching.placement();
        if (launching.isNew()) {
            giveBack.everything(instance, EndReason.NOTHING_RENTED, detail, now, ORIGIN, now);
        } else if (place != null) {
            placements
                    .lock(place)
                    .ifPresent(left -> giveBack.one(left, EndReason.NOTHING_RENTED, detail, now, ORIGIN, now));
        }
    }
}
