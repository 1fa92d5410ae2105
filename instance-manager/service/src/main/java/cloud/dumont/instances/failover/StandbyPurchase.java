package cloud.dumont.instances.failover;

import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.Sold;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.provisioning.BootstrapToken;
import cloud.dumont.instances.provisioning.LaunchOrders;
import cloud.dumont.instances.provisioning.ProvisioningConfig;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.AttemptId;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.StandbyOrder;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is written before a cloud is asked for a standby: the place, the attempt, and the order that says the same. */
@Component
public class StandbyPurchase {
    private final Placements placements;
    private final LaunchAttempts attempts;
    private final Standbys standbys;
    private final LaunchOrders orders;
    private final ProvisioningConfig config;
    private final Ids ids;

    StandbyPurchase(
            Placements placements,
            LaunchAttempts attempts,
            Standbys standbys,
            LaunchOrders orders,
            ProvisioningConfig config,
            Ids ids) {
        this.placements = placements;
        this.attempts = attempts;
        this.standbys = standbys;
        this.orders = orders;
        this.config = config;
        this.ids = ids;
    }

    /** What is to be asked for. */
    public record Intent(Placement placement, LaunchAttempt attempt, Standbys.Place place, int diskGb) {}

    /** An order that could not be written would look like a lost answer: so this is to be seen before anything is intended. */
    public void checkReady() {
        orders.checkReady();
    }

    /** Not written yet. @return empty: nobody knows what it would cost */
    public Optional<Intent> intend(
            Instance instance, Epoch epoch, Standbys.Place place, String vendor, BootstrapToken token, Instant now) {
        int disk = Standbys.diskGb(instance.spec().diskGb());
        Quote quote = standbys.quote(instance.standby(), disk).orElse(null);
        if (quote == null) {
            return Optional.empty();
        }
        PlacementId id = ids.next(PlacementId::new);
        String label = orders.label(id, 1);
        Placement placement = Placement.intend(
                id,
                instance.id(),
                instance.user(),
                epoch,
                Placement.STANDBY,
                purchase(instance, place, vendor, label, quote, token, now),
                now);
        return Optional.of(new Intent(placement, attempt(placement, place, quote, now), place, disk));
    }

    /** In the transaction of the intent, after the machine was kept. */
    public void write(Intent intent, Origin origin, Instant now) {
        Placement placement = intent.placement();
        placements.save(placement);
        attempts.intend(intent.attempt());
        placements.tell(
                placement,
                new PlacementEvent.Intended(
                        placement.instance(),
                        placement.kind(),
                        placement.vendor(),
                        placement.label(),
                        placement.cost(),
                        placement.price()),
                origin.actor(),
                null,
                now);
    }

    public StandbyOrder order(Intent intent, BootstrapToken token) {
        return new StandbyOrder(
                intent.attempt().id().value(),
                intent.attempt().label(),
                intent.place().zone(),
                intent.place().machineType(),
                intent.place().spot(),
                intent.diskGb(),
                orders.startScript(token));
    }

    private Placement.Purchase purchase(
            Instance instance,
            Standbys.Place place,
            String vendor,
            String label,
            Quote quote,
            BootstrapToken token,
            Instant now) {
        Sold sold = new Sold(
                instance.spec().gpu(), 0, 0, Standbys.diskGb(instance.spec().diskGb()), new Region(place.zone()), "vm");
        return new Placement.Purchase(
                vendor,
                Vendors.ACCOUNT,
                label,
                place.zone(),
                quote,
                sold,
                token.hash(),
                now.plus(config.addressDeadline()).plus(config.readyDeadline()));
    }

    private LaunchAttempt attempt(Placement placement, Standbys.Place place, Quote quote, Instant now) {
        return new LaunchAttempt(
                ids.next(AttemptId::new),
                placement.id(),
                1,
                ids.next(OfferId::new),
                place.zone() + "/" + place.machineType(),
                placement.vendor(),
                place.machineType(),
                place.zone(),
                placement.label(),
                quote.cost(),
                LaunchAttempt.State.SENT,
                null,
                null,
                null,
                0,
                now,
                null,
                now.plus(config.settleWindow()));
    }
}
