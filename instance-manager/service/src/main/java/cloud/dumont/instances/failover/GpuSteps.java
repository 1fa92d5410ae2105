package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.GiveBack;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Journey;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RentInstance;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a machine that goes to another GPU directly, each one transaction on the locked machine; one that is elsewhere by now is
 * left alone. Offers are bought and boxes started as for any machine.
 */
@Component
class GpuSteps {
    private static final Origin ORIGIN = Origin.system("failover");
    private final Instances instances;
    private final Placements placements;
    private final Failovers failovers;
    private final RentInstance rent;
    private final GiveBack giveBack;
    private final InstantSource clock;

    GpuSteps(
            Instances instances,
            Placements placements,
            Failovers failovers,
            RentInstance rent,
            GiveBack giveBack,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.failovers = failovers;
        this.rent = rent;
        this.giveBack = giveBack;
        this.clock = clock;
    }

    /** The offer of then is gone with its box; what is as good or better will do, within the price the user allows. */
    @Transactional
    public Instance wantAsGood(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (instance.state() instanceof InstanceState.FailingOver
                && instance.spec().offer() != null) {
            instance.respecify(rent.asGood(instance));
            instances.save(instance, ORIGIN, clock.instant());
        }
        return instance;
    }

    @Transactional
    public boolean begin(InstanceId id, LaunchCycle cycle) {
        Instance instance = instances.lock(id).orElseThrow();
        if (!(instance.state() instanceof InstanceState.FailingOver moving)
                || !(moving.journey() instanceof Journey.Choosing choosing)) {
            return false;
        }
        Instant now = clock.instant();
        instance.become(
                moving.go(choosing.buy(cycle, now), ReasonCode.FAILING_OVER_BUYING.reason(now, ORIGIN.actor())));
        instances.save(instance, ORIGIN, now);
        return true;
    }

    /** There is none: a standby it is. */
    @Transactional
    public void none(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (instance.state() instanceof InstanceState.FailingOver moving
                && moving.journey() instanceof Journey.Choosing choosing) {
            instance.become(moving.go(choosing.withoutGpu(), moving.reason()));
            instances.save(instance, ORIGIN, clock.instant());
        }
    }

    /** It did not come up in time: it is given back, and a standby taken. */
    @Transactional
    public void late(InstanceId id) {
        Instance instance = instances.lock(id).orElseThrow();
        if (!(instance.state() instanceof InstanceState.FailingOver moving)
                || (Hunt.buying(moving).isEmpty() && Hunt.starting(moving).isEmpty())) {
            return;
        }
        Instant now = clock.instant();
        String detail = "another GPU did not come up in time";
        Optional<PlacementId> place = Hunt.buying(moving)
                .map(Hunt.Buying::placement)
                .or(() -> Hunt.starting(moving).map(Hunt.Starting::placement));
        instance.become(moving.go(
                moving.journey().late(now),
                ReasonCode.FAILING_OVER_CHOOSING.reason(now, ORIGIN.actor(), Map.of("detail", detail))));
        instances.save(instance, ORIGIN, now);
        place.flatMap(placements::lock)
                .ifPresent(placement -> giveBack.one(placement, EndReason.BOOT_TIMEOUT, detail, now, ORIGIN, now));
        failovers.newest(id).ifPresent(failover -> failovers.choosing(failover.id()));
    }
}
