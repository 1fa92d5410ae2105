package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.reclaim.OrphanFinder;
import cloud.dumont.instances.vendor.Landlord;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Compares every vendor's whole list with our rows, in both directions. A list that is not complete is no list. */
@Component
public class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private final Vendors vendors;
    private final Placements placements;
    private final OrphanFinder orphans;
    private final VendorWatch watch;
    private final InstantSource clock;
    private final AtomicReference<Instant> completed;

    Reconciler(
            Vendors vendors,
            Placements placements,
            OrphanFinder orphans,
            VendorWatch watch,
            InstantSource clock,
            MeterRegistry meters) {
        this.vendors = vendors;
        this.placements = placements;
        this.orphans = orphans;
        this.watch = watch;
        this.clock = clock;
        this.completed = new AtomicReference<>(clock.instant());
        Gauge.builder(
                        "dumont.reconciler.age.seconds",
                        () -> Duration.between(completed.get(), clock.instant()).toSeconds())
                .description("since the last pass over every vendor's complete list")
                .register(meters);
    }

    public void pass() {
        boolean all = true;
        for (Landlord provider : vendors.landlords()) {
            try {
                compare(provider);
            } catch (ProviderException e) {
                all = false;
                log.atWarn()
                        .addKeyValue(LogKeys.VENDOR, provider.vendor())
                        .addKeyValue(LogKeys.OUTCOME, e.code())
                        .log("a vendor's list could not be read; this pass does not count");
            }
        }
        if (all) {
            completed.set(clock.instant());
        }
    }

    private void compare(Landlord provider) {
        // Rows first: what is rented after this moment is then not taken for lost.
        List<Placement> live = placements.live(provider.vendor());
        List<RentedBox> boxes = provider.list();
        orphans.look(provider.vendor(), Vendors.ACCOUNT, boxes, clock.instant());
        Map<String, RentedBox> byRef = boxes.stream()
                .collect(Collectors.toMap(RentedBox::vendorRef, Function.identity(), (one, other) -> one));
        for (Placement placement : live) {
            if (placement.state() == PlacementState.SERVING) {
                compare(placement, byRef);
            }
        }
    }

    private void compare(Placement placement, Map<String, RentedBox> byRef) {
        RentedBox listed = byRef.get(placement.vendorRef().orElse(""));
        if (listed == null) {
            watch.look(placement.id());
        } else {
            watch.seen(placement.id(), listed);
        }
    }
}
