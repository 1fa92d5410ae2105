package cloud.dumont.instances.placement;

import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Endpoint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** One rented thing of one machine under one epoch; it serves at most once. */
@Entity
@DynamicUpdate // confirmations are written beside, and must not be overwritten
@Table(name = "placements")
public class Placement {
    public static final String GPU = "gpu";
    public static final String STANDBY = "standby";

    @Id
    private UUID id;

    private UUID instanceId;
    private UUID userId;
    private long epoch;
    private String kind;
    private String vendor;
    private String vendorAccount;
    private String label;
    private String vendorRef;
    private String state;

    @Column(name = "user_price_nanos_h")
    private long userPriceNanos;

    @Column(name = "cost_nanos_h")
    private long costNanos;

    private String zone;
    private String hostRef;

    @JdbcTypeCode(SqlTypes.JSON)
    private String sold;

    private byte[] bootstrapHash;
    private Instant bootstrapExpiresAt;
    private Instant enrolledAt;
    private String agentPublicKey;
    private String agentVersion;
    private String sshUser;
    private String sshHost;
    private Integer sshPort;

    @JdbcTypeCode(SqlTypes.JSON)
    private String ports;

    private Instant rentedAt;
    private Instant vendorRunningAt;
    private Instant sshSeenAt;
    private Instant readyAt;
    private Instant servingFrom;
    private Instant servingUntil;
    private Instant lastConfirmedAt;
    private int vendorMisses;
    private Instant endedAt;
    private String endReason;
    private String endDetail;

    @Version
    private Long version;

    private Instant createdAt;

    protected Placement() {}

    /** A place for the machine's next epoch; what will be bought for it says {@link #buy}. */
    public static Placement intend(
            PlacementId id, InstanceId instance, UserId user, Epoch epoch, String kind, Purchase first, Instant now) {
        Placement placement = new Placement();
        placement.id = id.value();
        placement.instanceId = instance.value();
        placement.userId = user.value();
        placement.epoch = epoch.value();
        placement.kind = kind;
        placement.ports = "{}";
        placement.createdAt = now;
        placement.state = PlacementState.INTENDED.word();
        placement.buy(first);
        return placement;
    }

    /** @param tokenHash SHA-256 of the one-time token that the box will enrol with */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Purchase(
            String vendor,
            String account,
            String label,
            String hostRef,
            Quote quote,
            Sold sold,
            byte[] tokenHash,
            Instant tokenExpiresAt) {}

    /** The offer that is tried now, instead of any earlier one. */
    public void buy(Purchase purchase) {
        require(PlacementState.INTENDED);
        vendor = purchase.vendor();
        vendorAccount = purchase.account();
        label = purchase.label();
        hostRef = purchase.hostRef();
        userPriceNanos = purchase.quote().price().nanos();
        costNanos = purchase.quote().cost().nanos();
        zone = purchase.sold().region().code();
        sold = DumontJson.mapper().writeValueAsString(purchase.sold());
        bootstrapHash = purchase.tokenHash();
        bootstrapExpiresAt = purchase.tokenExpiresAt();
    }

    public void rented(String ref, Instant now) {
        vendorRef = ref;
        rentedAt = now;
        if (state() == PlacementState.INTENDED) {
            state = PlacementState.BOOTING.word();
        }
    }

    /** Takes over what the vendor says of the box. @return whether its address changed */
    public boolean seenAtVendor(RentedBox box, Instant now) {
        vendorMisses = 0;
        if (box.status() == RentedBox.Status.RUNNING && vendorRunningAt == null) {
            vendorRunningAt = now;
        }
        Endpoint ssh = box.ssh();
        if (ssh == null) {
            return false;
        }
        boolean changed = !ssh.equals(sshEndpoint().orElse(null));
        sshHost = ssh.host();
        sshPort = ssh.port();
        ports = DumontJson.mapper().writeValueAsString(box.ports());
        return changed;
    }

    /** @return how often in a row the vendor did not have it, or had it stopped */
    public int missedAtVendor() {
        vendorMisses++;
        return vendorMisses;
    }

    public void sshAnswered(Instant now) {
        if (sshSeenAt == null) {
            sshSeenAt = now;
        }
    }

    /** What became of an attempt to enrol. */
    public enum Enrolment {
        NEW,
        /** the same box asks again, its answer was lost */
        REPEATED,
        /** another box shows a token that is spent: somebody read it first */
        STOLEN,
        /** too late, or given up */
        EXPIRED
    }

    public Enrolment enrol(String publicKey, String version, String user, Instant now) {
        if (state().isOver()) {
            return Enrolment.EXPIRED;
        }
        if (enrolledAt != null) {
            return publicKey.equals(agentPublicKey) ? Enrolment.REPEATED : Enrolment.STOLEN;
        }
        if (now.isAfter(bootstrapExpiresAt)) {
            return Enrolment.EXPIRED;
        }
        enrolledAt = now;
        agentPublicKey = publicKey;
        agentVersion = version;
        sshUser = user;
        return Enrolment.NEW;
    }

    /** The user pays from {@code from}. */
    public void serve(Instant from) {
        require(PlacementState.BOOTING);
        readyAt = from;
        servingFrom = from;
        state = PlacementState.SERVING.word();
    }

    /**
     * Closes the paid interval, never before it began.
     *
     * @return the end of the interval
     */
    public Instant stopServing(Instant at) {
        require(PlacementState.SERVING);
        servingUntil = at.isBefore(servingFrom) ? servingFrom : at;
        return servingUntil;
    }

    /** Gives it up: no agent of it is believed any more. */
    public void end(String reason, String detail, Instant now) {
        if (!state().isOver()) {
            state = PlacementState.DESTROYING.word();
            endedAt = now;
            endReason = reason;
            endDetail = detail;
        }
    }

    public void gone() {
        state = PlacementState.GONE.word();
    }

    private void require(PlacementState expected) {
        if (state() != expected) {
            throw new IllegalStateException("placement " + id() + " is " + state + ", not " + expected.word());
        }
    }

    public PlacementId id() {
        return new PlacementId(id);
    }

    public InstanceId instance() {
        return new InstanceId(instanceId);
    }

    public UserId user() {
        return new UserId(userId);
    }

    public Epoch epoch() {
        return new Epoch(epoch);
    }

    public String kind() {
        return kind;
    }

    public boolean isStandby() {
        return kind.equals(STANDBY);
    }

    public String vendor() {
        return vendor;
    }

    public String zone() {
        return zone;
    }

    public String vendorAccount() {
        return vendorAccount;
    }

    public String label() {
        return label;
    }

    public Optional<String> vendorRef() {
        return Optional.ofNullable(vendorRef);
    }

    public PlacementState state() {
        return PlacementState.valueOf(state.toUpperCase(Locale.ROOT));
    }

    public HourlyPrice price() {
        return HourlyPrice.ofNanos(userPriceNanos);
    }

    public HourlyPrice cost() {
        return HourlyPrice.ofNanos(costNanos);
    }

    public Optional<String> hostRef() {
        return Optional.ofNullable(hostRef);
    }

    public Sold sold() {
        return DumontJson.mapper().readValue(sold, Sold.class);
    }

    public Optional<Endpoint> sshEndpoint() {
        return sshHost == null ? Optional.empty() : Optional.of(new Endpoint(sshHost, sshPort));
    }

    public Map<Integer, Endpoint> ports() {
        return DumontJson.mapper().readValue(ports, new TypeReference<Map<Integer, Endpoint>>() {});
    }

    public String sshUser() {
        return sshUser == null || sshUser.isBlank() ? "root" : sshUser;
    }

    public boolean isEnrolled() {
        return enrolledAt != null;
    }

    /** Whether the vendor said "running" and the box's sshd greeted us. */
    public boolean isReachable() {
        return vendorRunningAt != null && sshSeenAt != null;
    }

    public boolean hasAddress() {
        return sshHost != null && vendorRunningAt != null;
    }

    /** Since the box was rented; zero when it is not. */
    public Duration sinceRented(Instant now) {
        return rentedAt == null ? Duration.ZERO : Duration.between(rentedAt, now);
    }

    public Duration sinceReachable(Instant now) {
        return sshSeenAt == null ? Duration.ZERO : Duration.between(sshSeenAt, now);
    }

    public Optional<Instant> servingFrom() {
        return Optional.ofNullable(servingFrom);
    }

    public Optional<Instant> servingUntil() {
        return Optional.ofNullable(servingUntil);
    }

    public Optional<Instant> lastConfirmedAt() {
        return Optional.ofNullable(lastConfirmedAt);
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }

    public @Nullable String endReason() {
        return endReason;
    }

    public @Nullable String endDetail() {
        return endDetail;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean hasToken(byte[] hash) {
        return bootstrapHash != null && Arrays.equals(bootstrapHash, hash);
    }
}
