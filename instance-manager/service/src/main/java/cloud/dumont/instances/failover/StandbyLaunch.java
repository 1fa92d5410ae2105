package cloud.dumont.instances.failover;

import cloud.dumont.instances.instance.FailoverConfig;
import cloud.dumont.instances.placement.LaunchAttempt;
import cloud.dumont.instances.placement.LaunchAttempts;
import cloud.dumont.instances.provisioning.BootstrapToken;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.Launched;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.StandbyProvider;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks a cloud for a standby whose intent is written, and finds out what became of an answer that was lost. */
@Component
public class StandbyLaunch {
    private static final Logger log = LoggerFactory.getLogger(StandbyLaunch.class);
    private final StandbyPurchase purchase;
    private final LaunchAttempts attempts;
    private final Vendors vendors;
    private final FailoverConfig config;
    private final InstantSource clock;

    StandbyLaunch(
            StandbyPurchase purchase,
            LaunchAttempts attempts,
            Vendors vendors,
            FailoverConfig config,
            InstantSource clock) {
        this.purchase = purchase;
        this.attempts = attempts;
        this.vendors = vendors;
        this.config = config;
        this.clock = clock;
    }

    /** Who wants it hears what became of it; each method is one transaction and may be repeated. */
    public interface Outcome {
        void rented(LaunchAttempt attempt, String vendorRef, LaunchAttempt.State how);

        /** @param mayExist a ref under which something may appear yet */
        void refused(LaunchAttempt attempt, String code, String detail, @Nullable String mayExist);
    }

    public void launch(StandbyProvider cloud, StandbyPurchase.Intent intent, BootstrapToken token, Outcome outcome) {
        LaunchAttempt attempt = intent.attempt();
        try {
            Launched launched = cloud.launch(purchase.order(intent, token));
            outcome.rented(attempt, launched.vendorRef(), LaunchAttempt.State.ACCEPTED);
        } catch (ProviderException.Unreachable e) {
            attempts.lost(attempt.id(), e.code(), String.valueOf(e.getMessage()), attempt.settleDeadline());
        } catch (ProviderException e) {
            log.atInfo()
                    .addKeyValue("zone", intent.place().zone())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a zone gave no standby");
            outcome.refused(attempt, e.code(), String.valueOf(e.getMessage()), null);
        }
    }

    /** Whoever made the call died with it, or its answer was lost. The machine's name is known, so one look tells. */
    public Next settle(LaunchAttempt attempt, String zone, Outcome outcome) {
        String ref = zone + "/" + attempt.label();
        try {
            if (vendors.landlord(attempt.vendor()).find(ref).isPresent()) {
                outcome.rented(attempt, ref, LaunchAttempt.State.ADOPTED);
            } else {
                outcome.refused(attempt, "unreachable", "The cloud did not answer.", ref);
            }
            return Next.now();
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("whether there is a standby cannot be found out yet");
            if (!clock.instant().isBefore(attempt.settleDeadline())) {
                outcome.refused(attempt, e.code(), "The cloud did not answer.", ref);
                return Next.now();
            }
            return Next.after(config.poll().multipliedBy(3));
        }
    }
}
