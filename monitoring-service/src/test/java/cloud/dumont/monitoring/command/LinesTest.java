package cloud.dumont.monitoring.command;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.PlatformTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Many lines at once; each test is alone with them. The moment in which a line may return ends only when the test says so. */
@PlatformTest
@TestPropertySource(properties = "dumont.health.lines.returns=1h")
class LinesTest {
    private static final AtomicInteger DAYS = new AtomicInteger();
    private static final Duration MOMENT = Duration.ofHours(1);

    @Autowired
    Lines lines;

    @Autowired
    JdbcClient jdbc;

    /** Each test has a day of its own, whichever comes first. */
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(DAYS.incrementAndGet()));

    private final Ids ids = Ids.secure(InstantSource.system());

    private Lines.Line line() {
        PlacementId placement = ids.next(PlacementId::new);
        jdbc.sql("""
                        INSERT INTO health (placement_id, instance_id, user_id, epoch, zone, seq, expected, phase, since,
                                            grace_until)
                        VALUES (:placement, :instance, :user, 1, 'vastai', 1, true, 'healthy', :since, :since)
                        """)
                .param("placement", placement.value())
                .param("instance", ids.next(InstanceId::new).value())
                .param("user", ids.next(UserId::new).value())
                .param("since", now.minusSeconds(60).atOffset(ZoneOffset.UTC))
                .update();
        return lines.opened(placement, now);
    }

    private List<Lines.Line> open(int count) {
        return IntStream.range(0, count).mapToObj(i -> line()).toList();
    }

    private void breakOff(List<Lines.Line> broken, Instant at) {
        broken.forEach(line -> {
            lines.brokeOff(line, at);
            lines.ended(line);
        });
    }

    private long suspects(List<Lines.Line> of) {
        return of.stream()
                .filter(line -> jdbc.sql("SELECT phase FROM health WHERE placement_id = :placement")
                        .param("placement", line.placement().value())
                        .query(String.class)
                        .single()
                        .equals("suspect"))
                .count();
    }

    @Test
    void oneOfManyMakesItsMachineSuspectOnceItsMomentIsOver() {
        List<Lines.Line> all = open(20);
        breakOff(all.subList(0, 2), now);

        lines.settle(now.plus(MOMENT).minusMillis(1));
        assertThat(suspects(all)).isZero();

        lines.settle(now.plus(MOMENT));
        assertThat(suspects(all)).isEqualTo(2);
        all.subList(2, 20).forEach(lines::ended);
    }

    @Test
    void whatAGatewayTakesWithItWhenItRestartsIsNobodysFault() {
        List<Lines.Line> all = open(20);
        breakOff(all, now);

        lines.settle(now.plus(MOMENT));

        assertThat(suspects(all)).isZero();
    }
}
