package cloud.dumont.instances.backup.commit;

import static cloud.dumont.instances.backup.Times.at;

import cloud.dumont.agent.protocol.backup.CommitAnswer;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.BackupRefusal;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.object.StoredObjects;
import cloud.dumont.instances.backup.order.EndOrder;
import cloud.dumont.instances.backup.order.Order;
import cloud.dumont.instances.backup.order.OrderId;
import cloud.dumont.instances.backup.order.Orders;
import cloud.dumont.instances.backup.store.vault.ObjectNames;
import cloud.dumont.instances.backup.workspace.Workspaces;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes commits count. One statement takes the machine's row shared with the epoch in its predicate and writes the commit: one
 * of an old epoch that comes while the fence is not committed yet waits for it, and then gets nothing.
 */
@Component
public class RegisterCommit {
    /** Takes the machine shared, finds its own epoch and box there, and only then writes the commit behind its parent. */
    private static final String INSERT = """
            WITH served AS (
              SELECT id, user_id FROM instances
               WHERE id = :instance AND epoch = :epoch AND serving_placement = :placement FOR SHARE)
            INSERT INTO backups (id, instance_id, user_id, epoch, seq, parent, kind, state, manifest_key, manifest_sha256,
                                 manifest_size, tree, complete, files, bytes_new, bytes_total, frozen_at, committed_at,
                                 description)
            SELECT :id, served.id, served.user_id, :epoch, :seq, p.id, :kind, 'committed', w.root || :name, :sha,
                   :size, :tree, :complete, :files, :bytesNew, :bytes, :frozen, :now, :description
              FROM served
              JOIN backup_epochs e ON e.instance_id = served.id AND e.epoch = :epoch
              JOIN backup_workspaces w ON w.instance_id = served.id
              LEFT JOIN backups p ON p.instance_id = served.id AND p.seq = :seq - 1
                                 AND p.epoch = :parentEpoch AND p.manifest_sha256 = :parentSha
             WHERE p.id IS NOT NULL OR (:seq = 1 AND :parentEpoch = -1)
            ON CONFLICT (instance_id, seq) DO NOTHING
            """;

    private static final Duration LONGEST_AGO = Duration.ofDays(1);
    private final JdbcClient jdbc;
    private final Machines machines;
    private final Backups backups;
    private final StoredObjects objects;
    private final Workspaces workspaces;
    private final Orders orders;
    private final EndOrder endOrder;
    private final BackupFacts facts;
    private final Ids ids;
    private final InstantSource clock;

    RegisterCommit(
            JdbcClient jdbc,
            Machines machines,
            Backups backups,
            StoredObjects objects,
            Workspaces workspaces,
            Orders orders,
            EndOrder endOrder,
            BackupFacts facts,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.machines = machines;
        this.backups = backups;
        this.objects = objects;
        this.workspaces = workspaces;
        this.orders = orders;
        this.endOrder = endOrder;
        this.facts = facts;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The same request again gets the same answer.
     *
     * @throws RefusedException {@code stale_epoch}, {@code not_serving}, {@code commit_conflict}, {@code object_unknown}, {@code
     *     order_closed}, {@code not_found}
     */
    @Transactional
    public CommitAnswer register(PlacementId placement, CommitRequest commit) {
        InstanceId instance = machineOf(placement);
        Instant now = clock.instant();
        Order order = order(commit.order());
        BackupId id = ids.next(BackupId::new);
        if (!insert(id, instance, placement, commit, order, now)) {
            return known(instance, placement, commit);
        }
        Machine machine = machines.find(instance).orElseThrow();
        count(instance, commit);
        if (order != null) {
            finish(machine, commit, order, id, now);
        }
        if (commit.complete()) {
            workspaces.standsOnItsOwn(instance);
        }
        facts.tell(
                machine,
                new BackupEvent.Committed(
                        instance,
                        id,
                        commit.seq(),
                        order == null
                                ? Backup.Kind.CONTINUOUS.word()
                                : order.kind().word(),
                        frozen(commit, now),
                        commit.files(),
                        commit.bytesNew()),
                new Actor(Actor.Kind.AGENT, placement.text()),
                null,
                now);
        return new CommitAnswer(
                commit.seq(), now, workspaces.find(instance).orElseThrow().ordersVersion());
    }

    private InstanceId machineOf(PlacementId placement) {
        return jdbc.sql("SELECT instance_id FROM placements WHERE id = :placement")
                .param("placement", placement.value())
                .query(UUID.class)
                .optional()
                .map(InstanceId::new)
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    private @Nullable Order order(@Nullable String text) {
        return text == null
                ? null
                : OrderId.parse(text)
                        .flatMap(orders::find)
                        .orElseThrow(() -> new RefusedException(new BackupRefusal.OrderClosed()));
    }

    private boolean insert(
            BackupId id,
            InstanceId instance,
            PlacementId placement,
            CommitRequest commit,
            @Nullable Order order,
            Instant now) {
        CommitRef parent = commit.parent();
        return jdbc.sql(INSERT)
                        .param("instance", instance.value())
                        .param("epoch", commit.epoch().value())
                        .param("placement", placement.value())
                        .param("id", id.value())
                        .param("seq", commit.seq())
                        .param(
                                "kind",
                                order == null
                                        ? Backup.Kind.CONTINUOUS.word()
                                        : order.kind().word())
                        .param("name", ObjectNames.commit(commit.epoch().value(), commit.seq()))
                        .param("sha", sha(commit.sha256()))
                        .param("size", commit.size())
                        .param("tree", commit.tree())
                        .param("complete", commit.complete())
                        .param("files", commit.files())
                        .param("bytesNew", commit.bytesNew())
                        .param("bytes", commit.bytes())
                        .param("frozen", at(frozen(commit, now)))
                        .param("now", at(now))
                        .param("description", order == null ? null : order.description(), Types.VARCHAR)
                        .param("parentEpoch", parent == null ? -1L : parent.epoch())
                        .param("parentSha", parent == null ? new byte[0] : sha(parent.sha256()))
                        .update()
                == 1;
    }

    /** It did not become a row: it is one already, or it must not be one. */
    private CommitAnswer known(InstanceId instance, PlacementId placement, CommitRequest commit) {
        Machine machine = machines.find(instance).orElseThrow();
        if (!machine.epoch().equals(commit.epoch())) {
            throw new RefusedException(new BackupRefusal.StaleEpoch());
        }
        Optional<Backup> same = backups.numbered(instance, commit.seq())
                .filter(there -> there.epoch() == commit.epoch().value()
                        && there.sha256().equals(commit.sha256()));
        if (same.isPresent()) {
            refuseUnlessOrderDone(commit.order(), same.get());
            return new CommitAnswer(
                    commit.seq(),
                    same.get().committedAt(),
                    workspaces.find(instance).orElseThrow().ordersVersion());
        }
        if (!machine.isServedBy(placement)) {
            throw new RefusedException(new BackupRefusal.NotServing());
        }
        throw new RefusedException(new BackupRefusal.CommitConflict(
                backups.tip(instance).map(Backup::ref).orElse(null)));
    }

    /** A box that froze its user's processes must not take an answer for one that was given without its order. */
    private void refuseUnlessOrderDone(@Nullable String text, Backup backup) {
        Order order = order(text);
        if (order != null && !backup.id().equals(order.backup())) {
            throw new RefusedException(new BackupRefusal.OrderClosed());
        }
    }

    private void count(InstanceId instance, CommitRequest commit) {
        List<String> names = new ArrayList<>();
        names.add(ObjectNames.commit(commit.epoch().value(), commit.seq()));
        commit.packs().stream()
                .map(number -> ObjectNames.pack(commit.epoch().value(), number))
                .forEach(names::add);
        StoredObjects.Committed committed = objects.commit(instance, commit.seq(), names);
        if (committed.count() != names.size()) {
            throw new RefusedException(new BackupRefusal.ObjectUnknown());
        }
        workspaces.stored(instance, committed.newBytes());
    }

    private void finish(Machine machine, CommitRequest commit, Order order, BackupId backup, Instant now) {
        boolean mine = order.instance().equals(machine.id()) && order.epoch().equals(commit.epoch());
        if (!mine || !endOrder.done(machine, order, backup, now)) {
            throw new RefusedException(new BackupRefusal.OrderClosed());
        }
    }

    /** By our clock; how long ago is the box's word, and bounded. */
    private static Instant frozen(CommitRequest commit, Instant now) {
        long ago = Math.clamp(commit.frozenAgoMillis(), 0, LONGEST_AGO.toMillis());
        return now.minusMillis(ago);
    }

    private static byte[] sha(String hex) {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == 32) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static RefusedException invalid() {
        return new RefusedException(
                new CommonRefusal.ValidationFailed("#/sha256", "invalid", "Not a SHA-256 in hexadecimal."));
    }
}
