package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.BillingClient;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RefuseBox;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Watches a box come up, until its agent's preflight is accepted elsewhere or the box is turned down. A vendor's
 * "running" comes long before anybody can log in, so we look for ourselves.
 */
@Component
class BootPhase {
    /** Vendors round what they show; a micro-dollar per hour is not another price. */
    private static final HourlyPrice ROUNDING = HourlyPrice.ofNanos(1_000);

    private static final Logger log = LoggerFactory.getLogger(BootPhase.class);
    private static final Origin ORIGIN = Origin.system("provisioning");

    private final Instances instances;
    private final Placements placements;
    private final RefuseBox refuseBox;
    private final BillingClient billing;
    private final Vendors vendors;
    private final SshProbe ssh;
    private final TransactionTemplate transactions;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    BootPhase(
            Instances instances,
            Placements placements,
            RefuseBox refuseBox,
            BillingClient billing,
            Vendors vendors,
            SshProbe ssh,
            TransactionTemplate transactions,
            ProvisioningConfig config,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.refuseBox = refuseBox;
        this.billing = billing;
        this.vendors = vendors;
        this.ssh = ssh;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    /** What one look at the box found. */
    private sealed interface Look {
        record Wrong(EndReason reason, String detail) implements Look {}

        /** Not there or not running; too often in a row is wrong. */
        record Missing(String detail) implements Look {}

        record Coming(RentedBox box, boolean sshAnswers) implements Look {}
    }

    Next step(Instance instance, Hunt.Starting booting) {
        Placement placement = placements.find(booting.placement()).orElseThrow();
        Instant now = clock.instant();
        renewHold(instance, booting, placement, now);
        Optional<String> late = overdue(placement, now);
        if (late.isPresent()) {
            settle(booting.placement(), new Look.Wrong(EndReason.BOOT_TIMEOUT, late.get()));
            return Next.now();
        }
        try {
            settle(booting.placement(), look(placement));
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.VENDOR, placement.vendor())
                    .addKeyValue(LogKeys.PLACEMENT, placement.id())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a starting box could not be looked at");
        }
        return Next.after(config.bootPoll());
    }

    private Optional<String> overdue(Placement placement, Instant now) {
        if (!placement.isReachable() && placement.sinceRented(now).compareTo(config.addressDeadline()) > 0) {
            return Optional.of("It could not be reached in time.");
        }
        return placement.isReachable() && placement.sinceReachable(now).compareTo(config.readyDeadline()) > 0
                ? Optional.of("It did not report for duty in time.")
                : Optional.empty();
    }

    private Look look(Placement placement) {
        String ref = placement.vendorRef().orElseThrow();
        RentedBox box = vendors.of(placement.vendor()).find(ref).orElse(null);
        if (box == null) {
            return new Look.Missing("Its vendor no longer has it.");
        }
        HourlyPrice cost = box.cost();
        if (cost != null && cost.compareTo(placement.cost().plus(ROUNDING)) > 0) {
            return new Look.Wrong(
                    EndReason.DEARER_THAN_QUOTED, "Its vendor asks " + cost + " instead of " + placement.cost() + ".");
        }
        return switch (box.status()) {
            case FAILED, TERMINATING -> new Look.Wrong(EndReason.VENDOR_STOP, "Its vendor could not start it.");
            case STOPPED, STOPPING -> new Look.Missing("Its vendor stopped it.");
            case PROVISIONING, DEGRADED, UNKNOWN -> new Look.Coming(box, false);
            case RUNNING -> new Look.Coming(box, box.ssh() != null && ssh.answers(box.ssh()));
        };
    }

    private void settle(PlacementId id, Look look) {
        onRows(id, rows -> {
            switch (look) {
                case Look.Wrong wrong -> refuse(rows, wrong.reason(), wrong.detail());
                case Look.Missing missing -> missed(rows, missing.detail());
                case Look.Coming coming -> seen(rows, coming);
            }
        });
    }

    private record Rows(Instance instance, Hunt.Starting booting, Placement placement) {}

    private void onRows(PlacementId id, Consumer<Rows> change) {
        transactions.executeWithoutResult(status -> {
            Placement placement = placements.lock(id).orElseThrow();
            Instance instance = instances.lock(placement.instance()).orElseThrow();
            Hunt.starting(instance.state())
                    .filter(hunt -> hunt.placement().equals(id))
                    .ifPresent(hunt -> change.accept(new Rows(instance, hunt, placement)));
        });
    }

    private void refuse(Rows rows, EndReason reason, String detail) {
        refuseBox.refuse(rows.instance(), rows.booting(), rows.placement(), reason, detail, ORIGIN, clock.instant());
    }

    private void missed(Rows rows, String detail) {
        int times = rows.placement().missedAtVendor();
        // A fresh box may be missing from reads for a while.
        boolean fresh = rows.placement().sinceRented(clock.instant()).compareTo(config.settleWindow()) < 0;
        if (times < config.misses() || fresh) {
            placements.save(rows.placement());
            return;
        }
        refuse(rows, EndReason.LOST, detail);
    }

    private void seen(Rows rows, Look.Coming coming) {
        Instant now = clock.instant();
        Placement placement = rows.placement();
        placement.seenAtVendor(coming.box(), now);
        if (coming.sshAnswers()) {
            placement.sshAnswered(now);
        }
        placements.save(placement);
        ReasonCode code = progress(placement);
        if (code != null && !rows.instance().state().reason().code().equals(code.word())) {
            rows.instance().become(rows.booting().explain(code.reason(now, ORIGIN.actor())));
            instances.save(rows.instance(), ORIGIN, now);
        }
    }

    private static @Nullable ReasonCode progress(Placement placement) {
        if (placement.isEnrolled()) {
            return ReasonCode.ENROLLED;
        }
        return placement.hasAddress() ? ReasonCode.BOOTING : null;
    }

    /** Without money set aside preflight must not open a paid interval; a renewal that fails is tried at the next step. */
    private void renewHold(Instance instance, Hunt.Starting booting, Placement placement, Instant now) {
        if (!booting.isNew() || now.isBefore(booting.cycle().heldAt().plus(config.holdRenew()))) {
            return;
        }
        try {
            billing.hold(instance.id(), instance.user(), placement.price());
            onRows(placement.id(), rows -> {
                rows.instance().become(rows.booting().held(now));
                instances.save(rows.instance(), ORIGIN, now);
            });
        } catch (RefusedException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.MACHINE, instance.id())
                    .addKeyValue(LogKeys.OUTCOME, e.refusal().code())
                    .log("a hold could not be renewed");
        }
    }
}
