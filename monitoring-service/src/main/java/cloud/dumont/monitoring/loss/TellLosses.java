package cloud.dumont.monitoring.loss;

import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.HealthBook;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.monitoring.instances.LostReport;
import cloud.dumont.web.peer.PeerException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells instance-manager of losses until it has settled each. It may be told the same as often as anybody likes. */
@Component
class TellLosses {
    private static final Logger log = LoggerFactory.getLogger(TellLosses.class);
    private static final String NOT_NOW = "limit";
    private final HealthBook book;
    private final InstancesClient instances;
    private final ExaminationConfig config;

    TellLosses(HealthBook book, InstancesClient instances, ExaminationConfig config) {
        this.book = book;
        this.instances = instances;
        this.config = config;
    }

    /** All that are due. */
    void sweep(Instant now) {
        book.untold(now).forEach(placement -> tell(placement, now));
    }

    void tell(PlacementId placement, Instant now) {
        if (book.find(placement).orElse(null) instanceof Health.Lost lost) {
            tell(lost, now);
        }
    }

    private void tell(Health.Lost lost, Instant now) {
        String outcome;
        try {
            outcome = instances.lost(
                    lost.watch().instance(),
                    new LostReport(
                            lost.watch().placement(),
                            lost.watch().epoch(),
                            lost.suspicion().lastSeenAt(),
                            lost.suspicion().since(),
                            lost.loss().cause().word(),
                            lost.loss().evidence(),
                            lost.loss().guard()));
        } catch (PeerException e) {
            log.atWarn()
                    .addKeyValue("placement_id", lost.watch().placement())
                    .setCause(e)
                    .log("instance-manager could not be told of a loss; it will be");
            return;
        }
        boolean settled = !NOT_NOW.equals(outcome);
        book.told(lost, outcome, now, settled ? null : now.plus(config.tellAgain()));
        log.atInfo()
                .addKeyValue("placement_id", lost.watch().placement())
                .addKeyValue("outcome", outcome)
                .log("instance-manager was told of a loss");
    }
}
