package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.BillingClient;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceRefusal;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Launched;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Buys a box: one offer per step, its row first. Ends in {@code booting} when a vendor rented one to us, in {@code failed}
 * when offers, time or money ran out.
 */
@Component
class LaunchPhase {
    private static final Logger log = LoggerFactory.getLogger(LaunchPhase.class);
    private final LaunchAttempts attempts;
    private final SettleAttempt settle;
    private final OfferPick offers;
    private final Intents intents;
    private final LaunchResults results;
    private final LaunchOrders orders;
    private final BillingClient billing;
    private final Vendors vendors;
    private final Pricing pricing;
    private final ProvisioningConfig config;
    private final InstantSource clock;

    LaunchPhase(
            LaunchAttempts attempts,
            SettleAttempt settle,
            OfferPick offers,
            Intents intents,
            LaunchResults results,
            LaunchOrders orders,
            BillingClient billing,
            Vendors vendors,
            Pricing pricing,
            ProvisioningConfig config,
            InstantSource clock) {
        this.attempts = attempts;
        this.settle = settle;
        this.offers = offers;
        this.intents = intents;
        this.results = results;
        this.orders = orders;
        this.billing = billing;
        this.vendors = vendors;
        this.pricing = pricing;
        this.config = config;
        this.clock = clock;
    }

    Next step(Instance instance, InstanceState.Requested requested) {
        intents.beginLaunching(instance.id());
        return Next.now();
    }

    Next step(Instance instance, Hunt.Buying launching) {
        PlacementId place = launching.placement();
        Optional<LaunchAttempt> open = place == null
                ? Optional.empty()
                : attempts.last(place).filter(attempt -> !attempt.state().isSettled());
        if (open.isPresent()) {
            return settle.step(open.get());
        }
        LaunchCycle cycle = launching.cycle();
        Instant now = clock.instant();
        if (cycle.tried() >= config.maxOffers() || now.isAfter(cycle.startedAt().plus(config.cycleDeadline()))) {
            return giveUp(instance, launching, null);
        }
        return switch (offers.pick(instance, cycle)) {
            case OfferPick.Pick.Found found -> tryOffer(instance, launching, found.offer(), now);
            case OfferPick.Pick.Unknown unknown -> Next.after(config.retry());
            case OfferPick.Pick.Nothing nothing -> giveUp(instance, launching, null);
        };
    }

    private Next tryOffer(Instance instance, Hunt.Buying hunt, MarketOffer offer, Instant now) {
        boolean heldNow;
        try {
            heldNow = hunt.isNew() && renewHold(instance, hunt.cycle(), offer, now);
        } catch (RefusedException e) {
            return e.refusal() instanceof InstanceRefusal
                    ? giveUp(instance, hunt, ReasonCode.INSUFFICIENT_BALANCE)
                    : Next.after(config.retry());
        }
        // An order that could not be written would look like a lost answer: so see first that it can.
        orders.checkReady();
        BootstrapToken token = BootstrapToken.make();
        Optional<LaunchAttempt> intent = intents.intend(instance.id(), offer, token, heldNow);
        if (intent.isEmpty()) {
            return Next.now();
        }
        return launch(instance, intent.get(), token);
    }

    /** @return whether money was set aside anew */
    private boolean renewHold(Instance instance, LaunchCycle cycle, MarketOffer offer, Instant now) {
        if (!now.isAfter(cycle.heldAt().plus(config.holdRenew())) && cycle.tried() == 0) {
            return false;
        }
        billing.hold(
                instance.id(),
                instance.user(),
                offer.quote(pricing, instance.spec().diskGb()).price());
        return true;
    }

    private Next launch(Instance instance, LaunchAttempt attempt, BootstrapToken token) {
        LaunchOrder order = orders.order(instance.spec(), attempt, token);
        try {
            Launched launched = vendors.of(attempt.vendor()).launch(order);
            results.rented(attempt, launched.vendorRef(), LaunchAttempt.State.ACCEPTED);
            return Next.now();
        } catch (ProviderException e) {
            return failed(attempt, e);
        }
    }

    private Next failed(LaunchAttempt attempt, ProviderException failure) {
        log.atInfo()
                .addKeyValue(LogKeys.VENDOR, attempt.vendor())
                .addKeyValue("label", attempt.label())
                .addKeyValue(LogKeys.OUTCOME, failure.code())
                .log("an offer was not rented to us");
        String code = failure.code();
        String said = String.valueOf(failure.getMessage());
        switch (failure) {
            case ProviderException.OutOfCapacity gone ->
                results.rejected(attempt, code, said, null, LaunchCycle::oneMoreTried);
            case ProviderException.InstanceGone gone ->
                results.rejected(attempt, code, said, null, LaunchCycle::oneMoreTried);
            case ProviderException.HalfLaunched half ->
                results.rejected(attempt, code, said, half.vendorRef(), LaunchCycle::oneMoreTried);
            case ProviderException.Refused refused ->
                results.rejected(attempt, code, said, null, cycle -> marks(cycle, attempt, refused));
            case ProviderException.Throttled throttled -> {
                results.rejected(attempt, code, said, null, cycle -> cycle);
                return Next.after(pause(throttled));
            }
            case ProviderException.Unreachable lost ->
                results.lost(attempt, code, said, clock.instant().plus(config.settleWindow()));
        }
        return Next.now();
    }

    private static LaunchCycle marks(LaunchCycle cycle, LaunchAttempt attempt, ProviderException.Refused refused) {
        LaunchCycle tried = cycle.oneMoreTried();
        return switch (refused.reason()) {
            case INVALID -> tried;
            case UNAUTHORIZED, NO_FUNDS -> tried.withoutVendor(attempt.vendor());
        };
    }

    private Duration pause(ProviderException.Throttled throttled) {
        return throttled
                .retryAfter()
                .filter(asked -> asked.compareTo(config.cycleDeadline()) < 0)
                .orElse(config.retry());
    }

    private Next giveUp(Instance instance, Hunt.Buying hunt, @Nullable ReasonCode why) {
        ReasonCode code = why != null
                ? why
                : hunt.cycle().avoidHosts().isEmpty() ? ReasonCode.NO_CAPACITY : ReasonCode.LAUNCH_FAILED;
        intents.giveUp(instance.id(), code);
        if (hunt.isNew()) {
            billing.release(instance.id());
        }
        return Next.done();
    }
}
