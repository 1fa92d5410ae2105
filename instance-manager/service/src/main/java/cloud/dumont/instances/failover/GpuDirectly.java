package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.provisioning.OfferPick;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides whether a machine whose box was given up goes to another GPU instead of a standby: if its user wants that, or somebody bid
 * more for the old one, or there is no standby, or a GPU can be used sooner. It is never a weaker one, nor one beyond the price.
 */
@Component
class GpuDirectly {
    private final GpuSteps steps;
    private final OfferPick offers;
    private final FailedHosts failedHosts;
    private final Expectations expectations;
    private final InstantSource clock;

    GpuDirectly(
            GpuSteps steps, OfferPick offers, FailedHosts failedHosts, Expectations expectations, InstantSource clock) {
        this.steps = steps;
        this.offers = offers;
        this.failedHosts = failedHosts;
        this.expectations = expectations;
        this.clock = clock;
    }

    /** @param standby the cloud that has room for one; empty: none has @return whether a GPU is being bought from now on */
    boolean begin(Instance instance, Journey.Choosing choosing, Optional<String> standby) {
        if (choosing.failed().contains(Journey.GPU)) {
            return false;
        }
        Instant now = clock.instant();
        LaunchCycle cycle = failedHosts.avoidedBy(instance.id(), LaunchCycle.start(now), now);
        Instance wanting = steps.wantAsGood(instance.id());
        boolean isWanted = choosing.wish() == Journey.Wish.GPU || standby.isEmpty();
        boolean isTaken = isWanted
                ? offers.pick(wanting, cycle) instanceof OfferPick.Pick.Found
                : offers.known(wanting, cycle)
                        .filter(offer -> isSooner(offer, standby.get(), now))
                        .isPresent();
        if (isTaken) {
            return steps.begin(instance.id(), cycle);
        }
        if (isWanted) {
            steps.none(instance.id());
        }
        return false;
    }

    private boolean isSooner(MarketOffer offer, String cloud, Instant now) {
        return expectations
                        .untilUsable(offer.vendor(), Placement.GPU, now)
                        .compareTo(expectations.untilUsable(cloud, Placement.STANDBY, now))
                < 0;
    }
}
