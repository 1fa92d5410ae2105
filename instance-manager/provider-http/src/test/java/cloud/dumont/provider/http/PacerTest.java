package cloud.dumont.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.testkit.HeldClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final Endpoint CREATE = new Endpoint("create", Duration.ofSeconds(4));
    private static final Endpoint LIST = new Endpoint("list", Duration.ofSeconds(1));

    private final HeldClock clock = HeldClock.at("2026-11-23T10:00:00Z");
    private final List<Duration> slept = new ArrayList<>();
    /** Time stands still, as when many callers arrive in one moment. */
    private final Pacer pacer = new Pacer(clock, slept::add, Duration.ofSeconds(10));

    @Test
    void callersOfOneMomentQueueUp() {
        for (int i = 0; i < 3; i++) {
            pacer.await(CREATE);
        }
        assertThat(slept).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Test
    void whoWouldWaitTooLongIsTurnedAwayAndTakesNoPlace() {
        for (int i = 0; i < 3; i++) {
            pacer.await(CREATE);
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> pacer.await(CREATE))
                    .isInstanceOfSatisfying(
                            Throttled.class,
                            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(12)));
        }
        clock.advance(Duration.ofSeconds(12));
        pacer.await(CREATE);
        assertThat(slept).hasSize(2);
    }

    @Test
    void endpointsDoNotWaitForEachOther() {
        pacer.await(CREATE);
        pacer.await(LIST);
        assertThat(slept).isEmpty();
    }

    @Test
    void throttlesPushCallsFurtherApartUntilOnePasses() {
        pacer.await(LIST);
        pacer.throttled(LIST, Duration.ZERO);
        pacer.await(LIST);
        assertThat(slept).containsExactly(Duration.ofSeconds(2));

        clock.advance(Duration.ofSeconds(5));
        pacer.throttled(LIST, Duration.ZERO);
        pacer.await(LIST);
        assertThat(slept).endsWith(Duration.ofSeconds(4));

        clock.advance(Duration.ofSeconds(10));
        pacer.passed(LIST);
        pacer.throttled(LIST, Duration.ZERO);
        pacer.await(LIST);
        assertThat(slept).endsWith(Duration.ofSeconds(2));
    }

    @Test
    void penaltyHasALimitUnlessTheVendorWantsMore() {
        for (int i = 0; i < 9; i++) {
            pacer.throttled(LIST, Duration.ZERO);
        }
        assertThatThrownBy(() -> pacer.await(LIST))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(12)));

        pacer.throttled(LIST, Duration.ofMinutes(2));
        assertThatThrownBy(() -> pacer.await(LIST))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofMinutes(2)));
    }

    @Test
    void interruptedWaitSendsNothing() {
        Pacer interrupted = new Pacer(
                clock,
                time -> {
                    throw new InterruptedException();
                },
                Duration.ofSeconds(10));
        interrupted.await(CREATE);

        assertThatThrownBy(() -> interrupted.await(CREATE)).isInstanceOf(Throttled.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
