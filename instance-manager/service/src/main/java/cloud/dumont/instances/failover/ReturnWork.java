package cloud.dumont.instances.failover;

import cloud.dumont.instances.backup.FilesAhead;
import cloud.dumont.instances.backup.FilesBack;
import cloud.dumont.instances.backup.FinalBackups;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.LaunchCycle;
import cloud.dumont.instances.instance.ReturnConfig;
import cloud.dumont.instances.instance.ReturnJourney;
import cloud.dumont.instances.provisioning.OfferPick;
import cloud.dumont.instances.worklist.Next;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a machine on a standby still needs to get back to a GPU. Offers are bought and boxes started as for any machine; this looks
 * when, and lets the standby save its last version.
 */
@Component
class ReturnWork {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private final ReturnSteps steps;
    private final OfferPick offers;
    private final CandidateWatch watch;
    private final FailedHosts failedHosts;
    private final FinalBackups backups;
    private final FilesBack files;
    private final FilesAhead ahead;
    private final ReturnConfig config;
    private final InstantSource clock;

    ReturnWork(
            ReturnSteps steps,
            OfferPick offers,
            CandidateWatch watch,
            FailedHosts failedHosts,
            FinalBackups backups,
            FilesBack files,
            FilesAhead ahead,
            ReturnConfig config,
            InstantSource clock) {
        this.steps = steps;
        this.offers = offers;
        this.watch = watch;
        this.failedHosts = failedHosts;
        this.backups = backups;
        this.files = files;
        this.ahead = ahead;
        this.config = config;
        this.clock = clock;
    }

    Next step(Instance instance, InstanceState.OnStandby standby) {
        if (standby.finalBackup() != null) {
            return Next.done();
        }
        noteRestored(instance);
        return switch (standby.journey()) {
            case ReturnJourney.Searching searching -> search(instance, searching);
            case ReturnJourney.Buying buying -> Next.done();
            case ReturnJourney.Starting starting -> Next.done();
            case ReturnJourney.Ready ready -> prepare(instance, ready);
            case ReturnJourney.Freezing freezing -> await(instance, freezing);
        };
    }

    /** The rest of the files may come back long after the machine goes on. */
    private void noteRestored(Instance instance) {
        if (files.of(instance.id(), instance.epoch()) instanceof FilesBack.Standing.Usable usable
                && usable.wholeAt() != null) {
            steps.restored(instance.id(), usable.wholeAt());
        }
    }

    private Next search(Instance instance, ReturnJourney.Searching searching) {
        Instant now = clock.instant();
        steps.searching(instance.id());
        Duration left = Duration.between(now, searching.due(config));
        if (left.isPositive()) {
            return Next.after(left);
        }
        // What is not saved exists on the standby alone; and one that still gets its own files has nothing to hand on.
        if (!backups.isPossible(instance.id()) || backups.isComingBack(instance.id(), instance.epoch())) {
            return Next.after(config.firstSearch());
        }
        LaunchCycle cycle = failedHosts.avoidedBy(instance.id(), LaunchCycle.start(now), now);
        Instance wanting = steps.wantAsGood(instance.id()).orElse(null);
        if (wanting == null) {
            return Next.done();
        }
        switch (offers.pick(wanting, cycle)) {
            case OfferPick.Pick.Found found -> steps.found(instance.id(), cycle);
            case OfferPick.Pick.Nothing nothing -> steps.inVain(instance.id());
            case OfferPick.Pick.Unknown unknown -> steps.inVain(instance.id());
        }
        return Next.now();
    }

    /** The candidate brings into place what it can before the user's programs have to stand still. */
    private Next prepare(Instance instance, ReturnJourney.Ready ready) {
        Instant now = clock.instant();
        if (!now.isBefore(ready.since().plus(config.ready()))) {
            steps.giveUp(instance.id(), EndReason.NOTHING_RENTED, "The standby did not come to hand over to it.");
            return Next.now();
        }
        if (!backups.isPossible(instance.id())) {
            steps.giveUp(instance.id(), EndReason.NOTHING_RENTED, "Nothing is saved on the standby.");
            return Next.now();
        }
        ReturnJourney.Candidate candidate = ready.candidate();
        // A standby that still gets its own files has nothing whole to hand on.
        if (backups.isComingBack(instance.id(), instance.epoch())) {
            return unlessAlive(instance, watch.look(candidate.placement())).orElse(Next.after(LOOK_AGAIN));
        }
        ahead.allow(candidate.placement(), instance.id(), candidate.epoch(), false, now);
        return switch (ahead.standing(candidate.placement())) {
            case FilesAhead.Standing.Enough enough ->
                unlessAlive(instance, watch.closely(candidate.placement())).orElseGet(() -> freeze(instance, now));
            case FilesAhead.Standing.Underway underway ->
                unlessAlive(instance, watch.look(candidate.placement())).orElse(Next.after(LOOK_AGAIN));
            case FilesAhead.Standing.Failed failed -> {
                steps.giveUp(instance.id(), EndReason.NOTHING_RENTED, failed.detail());
                yield Next.now();
            }
        };
    }

    private Next freeze(Instance instance, Instant now) {
        steps.freeze(instance.id(), now.plus(config.freeze()));
        return Next.now();
    }

    /** The user's programs must not stand still for a box that died meanwhile. */
    private Optional<Next> unlessAlive(Instance instance, CandidateWatch.Look look) {
        return switch (look) {
            case CandidateWatch.Look.Alive alive -> Optional.empty();
            case CandidateWatch.Look.Unsure unsure -> Optional.of(Next.after(LOOK_AGAIN));
            case CandidateWatch.Look.Dead dead -> {
                steps.giveUp(instance.id(), EndReason.LOST, dead.detail());
                yield Optional.of(Next.now());
            }
        };
    }

    private Next await(Instance instance, ReturnJourney.Freezing freezing) {
        Instant now = clock.instant();
        if (backups.standing(freezing.order()) instanceof FinalBackups.Standing.Open
                && watch.look(freezing.candidate().placement()) instanceof CandidateWatch.Look.Dead dead) {
            steps.giveUp(instance.id(), EndReason.LOST, dead.detail());
            return Next.now();
        }
        return switch (backups.standing(freezing.order())) {
            case FinalBackups.Standing.Open open -> {
                if (now.isBefore(freezing.since().plus(config.freeze()))) {
                    yield Next.after(LOOK_AGAIN);
                }
                steps.expire(instance.id(), freezing.order());
                yield Next.now();
            }
            case FinalBackups.Standing.Done done -> {
                steps.leave(instance.id());
                yield Next.now();
            }
            case FinalBackups.Standing.Failed failed -> {
                steps.giveUp(instance.id(), EndReason.NOTHING_RENTED, failed.detail());
                yield Next.now();
            }
        };
    }
}
