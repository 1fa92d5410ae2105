package cloud.dumont.instances.instance;

import cloud.dumont.events.InstanceEvent;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.worklist.Worklist;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All machines. Whoever changes one locks it, so changes of one machine come one after the other. */
@Repository
public class Instances {
    /** Beyond every row, for the first page. */
    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    private static final UUID LAST = new UUID(-1, -1);

    private final InstanceRepository rows;
    private final Outbox outbox;
    private final Actions actions;
    private final InstanceIndex index;
    private final Worklist worklist;
    private final JdbcClient jdbc;

    Instances(
            InstanceRepository rows,
            Outbox outbox,
            Actions actions,
            InstanceIndex index,
            Worklist worklist,
            JdbcClient jdbc) {
        this.rows = rows;
        this.outbox = outbox;
        this.actions = actions;
        this.index = index;
        this.worklist = worklist;
        this.jdbc = jdbc;
    }

    public Optional<Instance> find(InstanceId id) {
        return rows.findById(id.value());
    }

    /** Somebody else's machine is as unknown as one that never was. */
    public Optional<Instance> find(InstanceId id, UserId owner) {
        return rows.findByIdAndUserId(id.value(), owner.value());
    }

    /** Only inside a transaction, until whose end nobody else changes it. */
    public Optional<Instance> lock(InstanceId id) {
        return rows.lock(id.value());
    }

    public Optional<Instance> named(UserId user, String name) {
        return rows.named(user.value(), name);
    }

    List<String> names(UserId user) {
        return rows.names(user.value());
    }

    long countOf(UserId user) {
        return rows.countByUserIdAndDestroyedAtIsNull(user.value());
    }

    /** Lets the creations of one user come one after the other, until the transaction's end. */
    void serialize(UserId user) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:user, 0))")
                .param("user", user.text())
                .query((row, number) -> number)
                .single();
    }

    /** Newest first. @param after the last machine that was given; null for the first page */
    public List<Instance> list(UserId user, Collection<Status> statuses, @Nullable Instance after, int limit) {
        Collection<Status> wanted = statuses.isEmpty() ? EnumSet.complementOf(EnumSet.of(Status.DESTROYED)) : statuses;
        return rows.page(
                user.value(),
                words(wanted),
                after == null ? FAR : after.createdAt(),
                after == null ? LAST : after.id().value(),
                Limit.of(limit));
    }

    /** Those that are on their way somewhere: the worklist has to have them. */
    public List<Instance> unsettled() {
        return rows.unsettled();
    }

    public List<Instance> existing() {
        return rows.findByDestroyedAtIsNull();
    }

    private static List<String> words(Collection<Status> statuses) {
        return statuses.stream().map(Status::word).toList();
    }

    /** Keeps the change, tells its facts, brings the running action along, and wakes the work that follows from it. */
    public void save(Instance instance, Origin origin, Instant now) {
        Instance saved = rows.saveAndFlush(instance);
        List<Fact> facts = instance.takeUntold().stream()
                .map(event -> fact(saved, event, origin))
                .toList();
        outbox.append(now, facts);
        actions.running(saved.id())
                .ifPresent(action -> actions.record(action.id(), ActionProgress.of(action.type(), saved.state()), now));
        index.updateAfterCommit(saved);
        saved.queues()
                .forEach(queue -> worklist.wakeAfterCommit(queue, saved.id().text()));
    }

    private static Fact fact(Instance instance, InstanceEvent event, Origin origin) {
        return new Fact(
                instance.id().text(),
                instance.id().text(),
                instance.version(),
                instance.epoch(),
                instance.user(),
                origin.actor(),
                origin.cause(),
                event);
    }
}
