package cloud.dumont.instances.instance;

import cloud.dumont.instances.placement.Placement;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Turns down a box that is rented but does not serve: it is given back, unpaid, and another one is looked for. */
@Component
public class RefuseBox {
    private final Instances instances;
    private final GiveBack giveBack;
    private final MeterRegistry meters;

    RefuseBox(Instances instances, GiveBack giveBack, MeterRegistry meters) {
        this.instances = instances;
        this.giveBack = giveBack;
        this.meters = meters;
    }

    /** Inside a transaction; machine and placement are locked. */
    public void refuse(
            Instance instance,
            Hunt.Starting booting,
            Placement placement,
            EndReason reason,
            String detail,
            Origin origin,
            Instant now) {
        LaunchCycle cycle = booting.cycle().oneMoreTried();
        LaunchCycle next = placement.hostRef().map(cycle::withoutHost).orElse(cycle);
        Reason why = ReasonCode.PREFLIGHT_FAILED.reason(
                now, origin.actor(), Map.of("detail", detail, "cause", reason.word(), "vendor", placement.vendor()));
        instance.become(booting.refuse(why, next));
        instances.save(instance, origin, now);
        giveBack.one(placement, reason, detail, now, origin, now);
        meters.counter("dumont.launches", "vendor", placement.vendor(), "outcome", reason.word())
                .increment();
    }
}
