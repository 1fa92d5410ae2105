package cloud.dumont.instances.drill;

import cloud.dumont.instances.instance.Instances;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.web.problem.RefusedException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins the drills that users want now and then by themselves. */
@Component
class ScheduledDrills {
    private static final Logger log = LoggerFactory.getLogger(ScheduledDrills.class);
    private final Drills drills;
    private final RequestDrill request;
    private final Instances instances;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;

    ScheduledDrills(
            Drills drills,
            RequestDrill request,
            Instances instances,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.drills = drills;
        this.request = request;
        this.instances = instances;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    void begin() {
        drills.due(clock.instant()).forEach(this::begin);
    }

    /** One that cannot be tested now is looked at again at the next turn. */
    private void begin(InstanceId id) {
        try {
            transactions.executeWithoutResult(status -> instances
                    .lock(id)
                    .ifPresent(instance -> request.request(instance, ids.next(ActionId::new), Drill.Trigger.SCHEDULE)));
        } catch (RefusedException e) {
            log.atInfo()
                    .addKeyValue(LogKeys.MACHINE, id)
                    .addKeyValue(LogKeys.OUTCOME, e.refusal().code())
                    .log("a drill that is due cannot begin");
        }
    }
}
