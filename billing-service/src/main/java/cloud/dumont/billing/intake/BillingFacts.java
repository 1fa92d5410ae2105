package cloud.dumont.billing.intake;

import cloud.dumont.billing.loss.Loss;
import cloud.dumont.billing.loss.LossCredit;
import cloud.dumont.billing.metering.Metering;
import cloud.dumont.billing.spending.LaunchHolds;
import cloud.dumont.billing.usage.Ended;
import cloud.dumont.billing.usage.IntervalKind;
import cloud.dumont.billing.usage.Started;
import cloud.dumont.billing.usage.Stretch;
import cloud.dumont.billing.welcome.WelcomeCredit;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.events.Envelope;
import cloud.dumont.events.FailoverEvent;
import cloud.dumont.events.HealthEvent;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.events.UnknownEvent;
import cloud.dumont.events.UsageEvent;
import cloud.dumont.events.WalletEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.outbox.FactHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which facts of the other services concern money. */
@Component
class BillingFacts implements FactHandler {
    private final Metering metering;
    private final LaunchHolds holds;
    private final WelcomeCredit welcome;
    private final LossCredit losses;
    private final InstantSource clock;

    BillingFacts(Metering metering, LaunchHolds holds, WelcomeCredit welcome, LossCredit losses, InstantSource clock) {
        this.metering = metering;
        this.holds = holds;
        this.welcome = welcome;
        this.losses = losses;
        this.clock = clock;
    }

    @Override
    public void apply(Envelope fact) {
        switch (fact.data()) {
            case PlacementEvent.ServingStarted started -> metering.started(started(fact, started), clock.instant());
            case PlacementEvent.ServingEnded ended -> metering.ended(ended(fact, ended), clock.instant());
            case InstanceEvent.Destroyed destroyed -> holds.release(InstanceId.parse(fact.key()), clock.instant());
            case IdentityEvent.UserVerified verified -> welcome.give(verified.userId(), clock.instant());
            case FailoverEvent.Decided decided ->
                loss(fact, decided).ifPresent(loss -> losses.take(loss, decided.trigger(), clock.instant()));
            // Of deciders of earlier versions this is the only word; a loss that is known stays as it is.
            case FailoverEvent.Completed completed ->
                losses.take(loss(fact, completed), completed.trigger(), clock.instant());
            case PlacementEvent.Intended e -> {}
            case PlacementEvent.AttemptSettled e -> {}
            case PlacementEvent.Enrolled e -> {}
            case PlacementEvent.Gone e -> {}
            case InstanceEvent e -> {}
            case IdentityEvent e -> {}
            case UsageEvent e -> {}
            case WalletEvent e -> {}
            case HealthEvent e -> {}
            case BackupEvent e -> {}
            case FailoverEvent e -> {}
            case UnknownEvent e -> {}
        }
    }

    private static Started started(Envelope fact, PlacementEvent.ServingStarted started) {
        return new Started(
                user(fact),
                started.instance(),
                stretch(fact, started.kind(), started.seq()),
                epoch(fact),
                started.openedAt(),
                started.price(),
                started.cost(),
                started.gpu(),
                started.gpuCount(),
                started.vendor());
    }

    private static Ended ended(Envelope fact, PlacementEvent.ServingEnded ended) {
        return new Ended(
                user(fact),
                ended.instance(),
                stretch(fact, ended.kind(), ended.seq()),
                epoch(fact),
                Ended.paidUntil(ended.closedAt(), ended.reason(), ended.lastConfirmedAt()),
                ended.reason());
    }

    private static Optional<Loss> loss(Envelope fact, FailoverEvent.Decided decided) {
        PlacementId lost = decided.placement();
        String kind = decided.placementKind();
        Instant confirmed = decided.lastConfirmedAt();
        return lost == null || kind == null || confirmed == null
                ? Optional.empty()
                : Optional.of(new Loss(
                        decided.failover(),
                        user(fact),
                        decided.instance(),
                        new Stretch(lost, IntervalKind.of(kind), 1),
                        decided.recoveryPoint(),
                        confirmed));
    }

    private static Loss loss(Envelope fact, FailoverEvent.Completed completed) {
        return new Loss(
                completed.failover(),
                user(fact),
                completed.instance(),
                new Stretch(completed.placement(), IntervalKind.of(completed.placementKind()), 1),
                completed.recoveryPoint(),
                completed.lastConfirmedAt());
    }

    private static Stretch stretch(Envelope fact, String kind, int seq) {
        return new Stretch(PlacementId.parse(fact.subject()), IntervalKind.of(kind), seq);
    }

    private static UserId user(Envelope fact) {
        UserId user = fact.user();
        if (user == null) {
            throw new IllegalArgumentException(fact.type() + " " + fact.id() + " does not say who pays");
        }
        return user;
    }

    private static Epoch epoch(Envelope fact) {
        Epoch epoch = fact.epoch();
        return epoch == null ? Epoch.NONE : epoch;
    }
}
