package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.Signals;
import cloud.dumont.monitoring.health.WatchHealth;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.monitoring.instances.VendorWords;
import cloud.dumont.web.peer.PeerException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Hears from instance-manager of whom their vendors say that they do not run. */
@Component
class VendorEar {
    private static final Logger log = LoggerFactory.getLogger(VendorEar.class);
    private final InstancesClient instances;
    private final WatchHealth watch;
    private final ExaminationConfig config;
    private final AtomicBoolean listens = new AtomicBoolean();
    private volatile Instant heardAt = Instant.EPOCH;

    VendorEar(InstancesClient instances, WatchHealth watch, ExaminationConfig config) {
        this.config = config;
        this.instances = instances;
        this.watch = watch;
    }

    /** Not more often than suspects are tried; a slow answer is not asked for twice. Other shards are other replicas' to tell. */
    void listen(Set<Integer> shards, Instant now) {
        if (now.isBefore(heardAt.plus(config.every())) && !now.isBefore(heardAt)) {
            return;
        }
        if (!listens.compareAndSet(false, true)) {
            return;
        }
        heardAt = now;
        try {
            for (VendorWords.Word word : instances.vendorWords().words()) {
                if (shards.contains(Mandate.shardOf(word.placement()))) {
                    watch.tell(word.placement(), Signals.vendorSays(word.status(), word.readAt()), now);
                }
            }
        } catch (PeerException e) {
            log.atInfo().addKeyValue("why", e.getMessage()).log("the vendors' words could not be heard");
        } finally {
            listens.set(false);
        }
    }
}
