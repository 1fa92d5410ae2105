package cloud.dumont.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.gateway.testing.DeadRedis;
import cloud.dumont.testkit.HeldClock;
import cloud.dumont.testkit.TestRedis;
import cloud.dumont.web.problem.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.mock.web.MockHttpServletResponse;

class LimitsTest {
    private static final Rate TEN_A_DAY = Rate.of(10, Duration.ofDays(1));

    private static LimitsConfig config(int replicas) {
        Rate any = Rate.perMinute(10);
        return new LimitsConfig(replicas, any, TEN_A_DAY, any, any, any, any, any, any);
    }

    private static Limits limits(StringRedisTemplate redis, int replicas) {
        return new Limits(redis, config(replicas), Clock.systemUTC());
    }

    @Test
    void threeHundredPassOverTwoGatewaysAndNotOneMore() throws Exception {
        Policy policy = new Policy("test", Rate.of(300, Duration.ofDays(1)));
        Limits one = limits(DeadRedis.at(TestRedis.port()), 1);
        Limits two = limits(DeadRedis.at(TestRedis.port()), 1);
        String user = UUID.randomUUID().toString();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Decision>> calls = IntStream.range(0, 320)
                    .<Callable<Decision>>mapToObj(n -> () -> (n % 2 == 0 ? one : two).take(policy, user))
                    .toList();
            long passed = callers.invokeAll(calls).stream()
                    .filter(call -> call.resultNow().allowed())
                    .count();
            assertThat(passed).isEqualTo(300);
        }
        Decision refused = two.take(policy, user);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retrySeconds()).isBetween(280L, 288L);
        assertThat(one.take(policy, UUID.randomUUID().toString()).remaining()).isEqualTo(299);
    }

    @Test
    void withoutRedisEachGatewayAllowsItsShare() {
        Limits limits = limits(DeadRedis.template(), 2);
        Policy policy = new Policy("test", TEN_A_DAY);
        long passed = IntStream.range(0, 20)
                .filter(n -> limits.take(policy, "ana").allowed())
                .count();
        assertThat(passed).isEqualTo(5);
        assertThat(limits.take(policy, "bob").allowed()).isTrue();
    }

    @Test
    void whatWasUsedComesBackEvenly() {
        HeldClock clock = HeldClock.at("2026-01-01T00:00:00Z");
        LocalLimiter limiter = new LocalLimiter();
        Policy policy = new Policy("test", Rate.valueOf("6/1m+20"));
        for (int i = 0; i < 20; i++) {
            assertThat(limiter.take(policy, "a", clock.instant()).remaining()).isEqualTo(19 - i);
        }
        Decision refused = limiter.take(policy, "a", clock.instant());
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retrySeconds()).isEqualTo(10);
        clock.advance(Duration.ofSeconds(9));
        assertThat(limiter.take(policy, "a", clock.instant()).allowed()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(limiter.take(policy, "a", clock.instant()).allowed()).isTrue();
        assertThat(limiter.take(policy, "a", clock.instant()).allowed()).isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(limiter.take(policy, "a", clock.instant()).remaining()).isEqualTo(19);
    }

    @Test
    void inAnyMinuteAtMostBurstPlusQuotaPass() {
        Rate rate = Rate.perMinute(60);
        long tat = 0;
        int passed = 0;
        for (long now = 0; now < 60_000_000; now += 137_000) {
            Gcra result = Gcra.take(rate, tat, now);
            tat = result.tat();
            passed += result.allowed() ? 1 : 0;
        }
        assertThat(passed).isBetween(60, 120);
    }

    @Test
    void guessesAtOneAccountAreBounded() {
        AccountLimit limit = new AccountLimit(limits(DeadRedis.at(TestRedis.port()), 1));
        String email = UUID.randomUUID() + "@example.test";
        for (int i = 0; i < 10; i++) {
            limit.take(email);
        }
        assertThatThrownBy(() -> limit.take(" " + email.toUpperCase(java.util.Locale.ROOT)))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("rate_limited");
        limit.take("other-" + email);
    }

    @Test
    void bothFamiliesOfHeadersAreTold() {
        Policy wide = new Policy("default", Rate.perMinute(300));
        Policy narrow = new Policy("create", Rate.perMinute(20));
        MockHttpServletResponse response = new MockHttpServletResponse();
        LimitHeaders.write(
                response,
                List.of(new Decision(wide, true, 287, 3, 0), new Decision(narrow, true, 12, 24, 0)),
                java.time.Instant.ofEpochSecond(1_000));
        assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"default\";q=300;w=60, \"create\";q=20;w=60");
        assertThat(response.getHeader("RateLimit")).isEqualTo("\"create\";r=12;t=24");
        assertThat(response.getHeader("X-RateLimit-Limit")).isEqualTo("20");
        assertThat(response.getHeader("X-RateLimit-Remaining")).isEqualTo("12");
        assertThat(response.getHeader("X-RateLimit-Reset")).isEqualTo("1024");
    }

    @Test
    void ratesAreReadFromText() {
        assertThat(Rate.valueOf("20/1m")).isEqualTo(new Rate(20, Duration.ofMinutes(1), 20));
        assertThat(Rate.valueOf("6/60s+20")).isEqualTo(new Rate(6, Duration.ofMinutes(1), 20));
        assertThatThrownBy(() -> Rate.valueOf("many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rate.valueOf("0/1m")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCustomerIsAnAddressOrAnIpv6Network() {
        assertThat(ClientAddress.bucket("203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(ClientAddress.bucket("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ClientAddress.bucket("2001:DB8:1:2::9")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ClientAddress.bucket("2001:db8::9")).isEqualTo("2001:db8:0:0::/64");
        assertThat(ClientAddress.bucket("::1")).isEqualTo("0:0:0:0::/64");
        assertThat(ClientAddress.bucket("fe80::1%eth0")).isEqualTo("fe80:0:0:0::/64");
    }
}
