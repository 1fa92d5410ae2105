package cloud.dumont.instances.instance;

import cloud.dumont.instances.backup.BackupPolicies;
import cloud.dumont.instances.backup.BackupWish;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes what a user may change about a machine without touching its box. */
@Component
public class EditInstance {
    private final Instances instances;
    private final BackupPolicies backups;
    private final InstantSource clock;

    EditInstance(Instances instances, BackupPolicies backups, InstantSource clock) {
        this.instances = instances;
        this.backups = backups;
        this.clock = clock;
    }

    /** Null: stays as it is. @param labels merged into the present ones; a null value removes a label */
    public record Edit(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable HourlyPrice maxPrice,
            @Nullable BackupWish backup,
            @Nullable StandbyPolicy standby) {}

    /** @param precondition throws when the machine is not as the caller believes */
    @Transactional
    public Instance edit(InstanceId id, UserId owner, Edit edit, Origin origin, Consumer<Instance> precondition) {
        Instance instance = instances
                .lock(id)
                .filter(found -> found.user().equals(owner))
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        precondition.accept(instance);
        if (instance.status() == Status.DESTROYED) {
            throw new RefusedException(new InstanceRefusal.InvalidState(Status.DESTROYED, java.util.List.of()));
        }
        String name = edit.name();
        if (name != null && !name.equals(instance.name())) {
            instances.serialize(owner);
            if (instances
                    .named(owner, name)
                    .filter(other -> !other.id().equals(id))
                    .isPresent()) {
                throw new RefusedException(new InstanceRefusal.NameTaken(name));
            }
            instance.rename(name);
        }
        if (edit.labels() != null) {
            instance.label(merged(instance.labels(), edit.labels()));
        }
        HourlyPrice limit = edit.maxPrice();
        if (limit != null) {
            instance.respecify(instance.spec().withMaxPrice(limit));
        }
        StandbyPolicy standby = edit.standby();
        if (standby != null) {
            instance.standBy(standby);
        }
        BackupWish backup = edit.backup();
        if (backup != null) {
            instance.altered(clock.instant());
        }
        instances.save(instance, origin, clock.instant());
        if (backup != null) {
            backups.change(id, owner, backup, origin.actor(), clock.instant());
        }
        return instance;
    }

    private static Map<String, String> merged(Map<String, String> present, Map<String, @Nullable String> patch) {
        Map<String, String> merged = new TreeMap<>(present);
        patch.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }
}
