package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.instances.backup.store.collect.Collected;
import cloud.dumont.instances.backup.store.collect.CollectionPlan;
import cloud.dumont.instances.backup.store.collect.Collector;
import cloud.dumont.instances.backup.store.collect.Holdings;
import cloud.dumont.instances.backup.store.collect.Marking;
import cloud.dumont.instances.backup.store.collect.Sweep;
import cloud.dumont.instances.backup.store.collect.Velocity;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.workspace.Workspace;
import cloud.dumont.observability.LogKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets versions expire, forgets uploads that never came, and removes from the stores what nothing needs any more. */
@Component
class Tidying {
    private static final Logger log = LoggerFactory.getLogger(Tidying.class);
    /** An hour after the last moment at which an upload could begin, it has come or never will. */
    private static final Duration UPLOAD_OVER = Duration.ofHours(1);

    private static final int LOOKS = 200;
    private final Expiry expiry;
    private final HoldingsRows rows;
    private final SavedFiles files;
    private final Depot depot;
    private final CareConfig config;
    private final Counter deleted;
    private final MeterRegistry meters;

    Tidying(Expiry expiry, HoldingsRows rows, SavedFiles files, Depot depot, CareConfig config, MeterRegistry meters) {
        this.expiry = expiry;
        this.rows = rows;
        this.files = files;
        this.depot = depot;
        this.config = config;
        this.meters = meters;
        this.deleted = Counter.builder("dumont.backup.objects.deleted")
                .description("objects that nothing needed, removed from the stores")
                .register(meters);
    }

    Optional<Duration> run(Workspace workspace, Instant now) {
        expiry.run(workspace, now);
        forgetLostUploads(workspace, now);
        collect(workspace, now);
        rows.tidied(workspace.instance(), now);
        return Optional.empty();
    }

    private void forgetLostUploads(Workspace workspace, Instant now) {
        for (HoldingsRows.Announced announced : rows.unnamed(workspace.instance(), now.minus(UPLOAD_OVER), LOOKS)) {
            if (depot.store().head(workspace.root() + announced.name()).isEmpty()) {
                rows.neverCame(workspace.instance(), announced);
            }
        }
    }

    private void collect(Workspace workspace, Instant now) {
        Holdings holdings = rows.of(workspace.instance(), now);
        CollectionPlan plan = Sweep.planOf(
                holdings,
                new Marking(depot.store(), ReadingLimits.STANDARD).marks(files.access(workspace.instance()), holdings),
                now.minus(young()));
        switch (plan) {
            case CollectionPlan.Ready ready -> remove(workspace, ready, now);
            case CollectionPlan.Stopped stopped -> {
                count("stopped");
                log.atWarn()
                        .addKeyValue(LogKeys.MACHINE, workspace.instance())
                        .addKeyValue("object", stopped.object())
                        .addKeyValue(LogKeys.OUTCOME, stopped.detail())
                        .log("nothing of a workspace is removed, because it is not sure what is needed");
            }
        }
    }

    private Duration young() {
        return config.lock().compareTo(Sweep.YOUNG) > 0 ? config.lock() : Sweep.YOUNG;
    }

    private void remove(Workspace workspace, CollectionPlan.Ready plan, Instant now) {
        List<BackupStore> stores =
                Stream.concat(Stream.of(depot.store()), depot.copy().stream()).toList();
        Collected collected = new Collector(stores)
                .run(
                        workspace.root(),
                        plan,
                        Velocity.STANDARD,
                        rows.collection(workspace.instance(), now.minus(young()), deleted::increment));
        count(collected.later() > 0 ? "partly" : "done");
        if (collected.objects() > 0 || collected.later() > 0) {
            log.atInfo()
                    .addKeyValue(LogKeys.MACHINE, workspace.instance())
                    .addKeyValue("objects", collected.objects())
                    .addKeyValue("bytes", collected.bytes())
                    .addKeyValue("later", collected.later())
                    .addKeyValue("more", collected.more())
                    .log("removed what no version needs");
        }
    }

    private void count(String outcome) {
        meters.counter("dumont.backup.collections", "outcome", outcome).increment();
    }
}
