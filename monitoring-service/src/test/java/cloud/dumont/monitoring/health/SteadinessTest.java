package cloud.dumont.monitoring.health;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadinessTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private final Ids ids = Ids.secure(() -> START);
    private final InstanceId instance = ids.next(InstanceId::new);
    private final UserId user = ids.next(UserId::new);

    private static Instant minute(long minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    private Watch watch(long epoch) {
        return new Watch(ids.next(PlacementId::new), instance, user, new Epoch(epoch));
    }

    private static Flaps flaps(long... minutes) {
        return new Flaps(Arrays.stream(minutes).mapToObj(SteadinessTest::minute).toList());
    }

    private Health healthy(long since, long... flaps) {
        return new Health.Healthy(watch(2), minute(since), minute(since), flaps(flaps), 1);
    }

    private static Suspicion suspicion(long since, long... flaps) {
        return new Suspicion(minute(since), minute(since), START, List.of(), flaps(flaps));
    }

    private static Steadiness of(Health serving, Health... others) {
        List<Health> ever = new java.util.ArrayList<>(List.of(others));
        ever.add(serving);
        return Steadiness.of(serving, ever, WINDOW, minute(30));
    }

    @Test
    void whoWasNeverInTroubleIsStableSinceItIsWatched() {
        assertThat(of(healthy(3))).isEqualTo(new Steadiness(0, minute(3)));
    }

    @Test
    void whoWasSuspectIsStableSinceItWasHeardAgain() {
        assertThat(of(healthy(25, 2, 21, 22, 24))).isEqualTo(new Steadiness(3, minute(25)));
    }

    @Test
    void whoIsSuspectIsNot() {
        Health suspect = new Health.Suspect(watch(2), suspicion(29, 29), 1);
        assertThat(of(suspect)).isEqualTo(new Steadiness(1, null));
        Health lost = new Health.Lost(
                watch(2), minute(29), suspicion(28, 28), new Loss(Loss.Cause.SILENCE, List.of(), "normal"), 1);
        assertThat(of(lost).stableSince()).isNull();
    }

    @Test
    void theTroubleOfABoxThatWasLostIsTheMachines() {
        Health lost = new Health.Lost(
                watch(1), minute(26), suspicion(25, 22, 23, 25), new Loss(Loss.Cause.SILENCE, List.of(), "normal"), 1);
        assertThat(of(healthy(27), lost)).isEqualTo(new Steadiness(3, minute(26)));
        Health left = new Health.Suspect(watch(1), suspicion(24, 24), 1);
        assertThat(of(healthy(27), left, lost)).isEqualTo(new Steadiness(4, minute(26)));
        assertThat(of(healthy(27), left).stableSince()).isEqualTo(minute(24));
    }
}
