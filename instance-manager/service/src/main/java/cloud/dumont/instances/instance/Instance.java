package cloud.dumont.instances.instance;

import cloud.dumont.events.InstanceEvent;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.provider.RentedBox.Endpoint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** A user's machine. It outlives the boxes that serve it; every box serves under an epoch of its own. */
@Entity
@Table(name = "instances")
public class Instance {
    @Id
    private UUID id;

    private UUID userId;
    private String name;
    private String status;
    private String desired;
    private long epoch;
    private UUID servingPlacement;

    @JdbcTypeCode(SqlTypes.JSON)
    private String spec;

    @JdbcTypeCode(SqlTypes.JSON)
    private String state;

    @JdbcTypeCode(SqlTypes.JSON)
    private String labels;

    @JdbcTypeCode(SqlTypes.JSON)
    private String standby;

    @Column(name = "max_price_nanos_h")
    private long maxPriceNanos;

    private String hostKeyPublic;

    @Version
    private Long version;

    private Instant createdAt;
    private Instant updatedAt;
    private Instant destroyedAt;

    @Transient
    private List<InstanceEvent> untold = new ArrayList<>();

    protected Instance() {}

    public static Instance request(
            InstanceId id,
            UserId user,
            String name,
            RentalSpec spec,
            Map<String, String> labels,
            StandbyPolicy standby,
            String hostKeyPublic,
            Reason why) {
        Instance instance = new Instance();
        instance.id = id.value();
        instance.userId = user.value();
        instance.name = name;
        instance.desired = Desired.RUNNING.word();
        instance.labels = StateJson.write(labels);
        instance.standby = StateJson.write(standby);
        instance.hostKeyPublic = hostKeyPublic;
        instance.createdAt = why.since();
        instance.respecify(spec);
        instance.put(new InstanceState.Requested(why, LaunchCycle.start(why.since())));
        instance.untold.add(new InstanceEvent.Requested(name, spec.gpu().id(), spec.gpuCount(), spec.maxPrice()));
        return instance;
    }

    /** @param next got from a transition of the present state */
    public void become(InstanceState next) {
        InstanceState before = state();
        put(next);
        if (before.status() != next.status()
                || !before.reason().code().equals(next.reason().code())) {
            untold.add(new InstanceEvent.StatusChanged(
                    name,
                    before.status().word(),
                    next.status().word(),
                    next.reason().code(),
                    next.reason().params(),
                    next.reason().detail()));
        }
        Endpoint route = route(next);
        if (!Objects.equals(route(before), route)) {
            untold.add(new InstanceEvent.RouteChanged(
                    name,
                    route == null ? null : route.host(),
                    route == null ? null : route.port(),
                    route == null ? null : hostKeyPublic));
        }
        if (next instanceof InstanceState.Destroyed destroyed) {
            destroyedAt = destroyed.reason().since();
            untold.add(new InstanceEvent.Destroyed(name));
        }
    }

    private void put(InstanceState next) {
        status = next.status().word();
        state = StateJson.write(next);
        updatedAt = next.reason().since();
        PlacementId writer = writer(next);
        servingPlacement = writer == null ? null : writer.value();
    }

    /** Whose box may read and save the machine's files. */
    private static @Nullable PlacementId writer(InstanceState state) {
        return switch (state) {
            case InstanceState.Served served -> served.serving().placement();
            case InstanceState.FailingOver moving
            when moving.journey() instanceof Journey.Restoring restoring ->
                restoring.target().placement();
            default -> null;
        };
    }

    private static @Nullable Endpoint route(InstanceState state) {
        return state instanceof InstanceState.Served served ? served.serving().ssh() : null;
    }

    public void want(Desired wish) {
        desired = wish.word();
    }

    /** The epoch of its next box; every earlier one is over with it. Those between were given to boxes that never served. */
    public void enterEpoch(Epoch later) {
        if (later.value() <= epoch) {
            throw new IllegalArgumentException(later + " is not later than " + epoch);
        }
        epoch = later.value();
    }

    public void rename(String newName) {
        if (!newName.equals(name)) {
            untold.add(new InstanceEvent.Renamed(name, newName));
            name = newName;
        }
    }

    public void label(Map<String, String> newLabels) {
        labels = StateJson.write(newLabels);
    }

    public void standBy(StandbyPolicy policy) {
        standby = StateJson.write(policy);
    }

    public StandbyPolicy standby() {
        return StateJson.readStandby(standby);
    }

    /** Something that belongs to it changed in other rows: it has a new version. */
    final void altered(Instant now) {
        updatedAt = now;
    }

    public final void respecify(RentalSpec newSpec) {
        spec = StateJson.write(newSpec);
        maxPriceNanos = newSpec.maxPrice().nanos();
    }

    List<InstanceEvent> takeUntold() {
        List<InstanceEvent> facts = untold;
        untold = new ArrayList<>();
        return facts;
    }

    public InstanceId id() {
        return new InstanceId(id);
    }

    public UserId user() {
        return new UserId(userId);
    }

    public String name() {
        return name;
    }

    public Status status() {
        return Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    /** Who has to do something about it as it stands. */
    public List<Queue> queues() {
        boolean isToMove = state() instanceof InstanceState.Served served
                && served.finalBackup() != null
                && served.finalBackup().then() == FinalBackup.Then.MOVE;
        return isToMove ? List.of(Queue.PROVISION, Queue.FAILOVER) : status().queues();
    }

    public Desired desired() {
        return Desired.valueOf(desired.toUpperCase(Locale.ROOT));
    }

    public Epoch epoch() {
        return new Epoch(epoch);
    }

    public InstanceState state() {
        return StateJson.readState(status(), state);
    }

    public RentalSpec spec() {
        return StateJson.readSpec(spec);
    }

    public Map<String, String> labels() {
        return DumontJson.mapper().readValue(labels, new TypeReference<Map<String, String>>() {});
    }

    public HourlyPrice maxPrice() {
        return HourlyPrice.ofNanos(maxPriceNanos);
    }

    public String hostKeyPublic() {
        return hostKeyPublic;
    }

    public long version() {
        return version == null ? 0 : version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> destroyedAt() {
        return Optional.ofNullable(destroyedAt);
    }
}
