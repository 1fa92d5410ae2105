package cloud.dumont.instances.instance;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import cloud.dumont.outbox.FactHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** What other services found out that changes machines. Runs inside the consumer's transaction. */
@Component
class FactsFromOthers implements FactHandler {
    private final Instances instances;
    private final LeaveBox leaveBox;
    private final InstantSource clock;

    FactsFromOthers(Instances instances, LeaveBox leaveBox, InstantSource clock) {
        this.instances = instances;
        this.leaveBox = leaveBox;
        this.clock = clock;
    }

    @Override
    public void apply(Envelope fact) {
        switch (fact.data()) {
            case HealthEvent.Suspected suspected -> suspect(suspected, fact);
            case HealthEvent.Cleared cleared -> clear(cleared, fact);
            case WalletEvent.Exhausted exhausted -> exhausted.stop().forEach(id -> exhausted(id, fact));
            default -> {
                // Other facts of these families change no machine.
            }
        }
    }

    private void suspect(HealthEvent.Suspected suspected, Envelope fact) {
        instances
                .lock(suspected.instance())
                .filter(instance -> isServedBy(instance, fact.subject()))
                .ifPresent(instance -> {
                    if (canBeSuspect(instance.state())) {
                        Reason why = ReasonCode.BEATS_MISSING.reason(
                                suspected.since(),
                                fact.actor(),
                                Map.of("last_seen", suspected.lastSeenAt().toString()));
                        instance.become(suspect(instance.state(), why));
                        instances.save(instance, origin(fact), clock.instant());
                    }
                });
    }

    /** Not on its way back to a GPU: that goes on, and ends by itself when the box is lost. */
    private static boolean canBeSuspect(InstanceState state) {
        return state instanceof InstanceState.Running
                || (state instanceof InstanceState.OnStandby onStandby && onStandby.status() == Status.ON_STANDBY);
    }

    private static InstanceState suspect(InstanceState state, Reason why) {
        return switch (state) {
            case InstanceState.Running running -> running.suspect(why);
            case InstanceState.OnStandby onStandby -> onStandby.suspect(why);
            default -> throw new IllegalStateException(state.status().word());
        };
    }

    private void clear(HealthEvent.Cleared cleared, Envelope fact) {
        instances
                .lock(cleared.instance())
                .filter(instance -> isServedBy(instance, fact.subject()))
                .ifPresent(instance -> {
                    if (instance.state() instanceof InstanceState.Suspect suspect) {
                        Instant now = clock.instant();
                        instance.become(suspect.clear(ReasonCode.BEATS_RESUMED.reason(now, fact.actor())));
                        instances.save(instance, origin(fact), now);
                    }
                });
    }

    private void exhausted(InstanceId id, Envelope fact) {
        instances.lock(id).ifPresent(instance -> {
            if (instance.state() instanceof InstanceState.Served served) {
                leaveBox.exhausted(instance, served, origin(fact));
            }
        });
    }

    private static boolean isServedBy(Instance instance, String placement) {
        return instance.state() instanceof InstanceState.Served served
                && placement.startsWith(PlacementId.PREFIX)
                && served.serving().placement().equals(PlacementId.parse(placement));
    }

    private static Origin origin(Envelope fact) {
        return new Origin(fact.actor(), fact.id().text());
    }

    @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
    static class Wiring {
        @Bean
        FactConsumer factsFromOthersConsumer(FactConsumers consumers, FactsFromOthers handler) {
            return consumers.consumer("instance-manager", Set.of(EventFamily.HEALTH, EventFamily.WALLET), handler);
        }
    }
}
