package cloud.dumont.monitoring.health;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.agent.BeatConfig;
import cloud.dumont.monitoring.agent.Rhythm;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Knows which placements are expected to beat: those between start and end of a stretch of service. */
@Component
class ExpectBeats {
    private final HealthBook book;
    private final Deadlines deadlines;
    private final BeatConfig beats;
    private final InstantSource clock;

    ExpectBeats(HealthBook book, Deadlines deadlines, BeatConfig beats, InstantSource clock) {
        this.book = book;
        this.deadlines = deadlines;
        this.beats = beats;
        this.clock = clock;
    }

    void apply(Envelope fact) {
        if (!(fact.data() instanceof PlacementEvent event) || fact.user() == null || fact.epoch() == null) {
            return;
        }
        Watch watch =
                new Watch(PlacementId.parse(fact.subject()), InstanceId.parse(fact.key()), fact.user(), fact.epoch());
        switch (event) {
            case PlacementEvent.ServingStarted started -> started(watch, started.seq(), started.vendor());
            case PlacementEvent.ServingEnded ended -> ended(watch, ended.seq());
            case PlacementEvent.Gone gone -> ended(watch, Integer.MAX_VALUE);
            case PlacementEvent.Intended intended -> {}
            case PlacementEvent.AttemptSettled settled -> {}
            case PlacementEvent.Enrolled enrolled -> {}
        }
    }

    void started(Watch watch, int seq, String zone) {
        Instant now = clock.instant();
        Instant grace = now.plus(beats.patience(Rhythm.UNKNOWN));
        book.expect(watch, seq, zone, now, grace);
        afterCommit(() -> deadlines.set(watch.placement(), grace));
    }

    void ended(Watch watch, int seq) {
        book.dismiss(watch, seq, "", clock.instant());
        afterCommit(() -> deadlines.remove(watch.placement()));
    }

    private static void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
