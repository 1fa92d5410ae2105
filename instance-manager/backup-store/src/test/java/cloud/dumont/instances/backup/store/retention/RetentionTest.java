package cloud.dumont.instances.backup.store.retention;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.instances.backup.store.retention.Version.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static final RetentionPolicy POLICY = RetentionPolicy.STANDARD;

    @Test
    void theNewestStaysHoweverOldItIs() {
        Version only = continuous(7, "2026-01-01T00:00:00Z");
        assertThat(Retention.kept(List.of(only), POLICY, Instant.parse("2036-01-01T00:00:00Z")))
                .containsExactly(7L);
    }

    @Test
    void whatAUserAskedForStays() {
        Instant now = Instant.parse("2026-12-01T00:00:00Z");
        List<Version> versions = List.of(
                of(1, "2026-01-01T00:00:00Z", Kind.MANUAL, null),
                of(2, "2026-01-01T00:01:00Z", Kind.FINAL, null),
                of(3, "2026-01-01T00:02:00Z", Kind.FINAL, null),
                of(4, "2026-01-01T00:03:00Z", Kind.CONTINUOUS, "2026-12-01T00:00:01Z"),
                of(5, "2026-01-01T00:04:00Z", Kind.CONTINUOUS, "2026-12-01T00:00:00Z"),
                of(6, "2026-01-01T00:05:00Z", Kind.RESCUE, null),
                continuous(7, "2026-01-01T00:06:00Z"),
                continuous(8, "2026-01-01T00:07:00Z"));
        assertThat(Retention.kept(versions, POLICY, now)).containsExactlyInAnyOrder(1L, 3L, 4L, 6L, 8L);
        assertThat(Retention.expired(versions, POLICY, now)).containsExactlyInAnyOrder(2L, 5L, 7L);
    }

    @Test
    void theLastOfEachSlotStands() {
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        List<Version> versions = List.of(
                continuous(1, "2026-03-10T10:01:00Z"),
                continuous(2, "2026-03-10T10:04:59Z"),
                continuous(3, "2026-03-10T10:05:00Z"),
                continuous(4, "2026-03-10T11:30:00Z"),
                continuous(5, "2026-03-10T11:30:30Z"));
        assertThat(Retention.kept(versions, POLICY, now)).containsExactlyInAnyOrder(2L, 3L, 4L, 5L);
        assertThat(Retention.kept(versions, POLICY, now.plus(Duration.ofHours(26))))
                .containsExactlyInAnyOrder(3L, 5L);
        assertThat(Retention.kept(versions, POLICY, now.plus(Duration.ofDays(10))))
                .containsExactlyInAnyOrder(5L);
    }

    @Test
    void aPolicyOfNothingKeepsTheNewest() {
        List<Version> versions = List.of(continuous(1, "2026-03-10T10:01:00Z"), continuous(2, "2026-03-10T10:01:00Z"));
        assertThat(Retention.kept(versions, new RetentionPolicy(0, 0, 0, 0), Instant.parse("2026-03-10T10:01:01Z")))
                .containsExactly(2L);
    }

    /** Later, with more versions, nothing is kept that was not kept before: what expired need never come back. */
    @Test
    void onlyEverTakesAway() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Version> versions = timeline(random, 120);
            Instant early = versions.get(60).committedAt().plusSeconds(random.nextInt(100_000));
            List<Version> first = versions.subList(0, 61 + random.nextInt(30));
            Instant late = early.plusSeconds(random.nextInt(3_000_000));
            Set<Long> before = Retention.kept(first, POLICY, early);
            Set<Long> later = Retention.kept(versions, POLICY, late);
            for (Version version : first) {
                if (later.contains(version.seq())) {
                    assertThat(before).as("seed %d seq %d", seed, version.seq()).contains(version.seq());
                }
            }
        }
    }

    /** To expire bit by bit, whenever, and all at once comes to the same. */
    @Test
    void doesNotDependOnHowOftenItRuns() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Version> all = timeline(random, 150);
            List<Version> live = new ArrayList<>();
            Instant now = Instant.EPOCH;
            for (Version version : all) {
                live.add(version);
                now = version.committedAt().isAfter(now) ? version.committedAt() : now;
                if (random.nextInt(3) == 0) {
                    Set<Long> expired = Retention.expired(live, POLICY, now);
                    live.removeIf(each -> expired.contains(each.seq()));
                }
            }
            Set<Long> expired = Retention.expired(live, POLICY, now);
            live.removeIf(each -> expired.contains(each.seq()));
            Set<Long> left = new HashSet<>();
            live.forEach(each -> left.add(each.seq()));
            assertThat(left).as("seed %d", seed).isEqualTo(Retention.kept(all, POLICY, now));
        }
    }

    /** Five weeks of a commit every 30 s, over the end of February of a leap year and a change to summer time. */
    @ParameterizedTest
    @ValueSource(strings = {"2028-02-20T00:00:00Z", "2026-03-01T00:00:00Z", "2026-12-15T00:00:00Z"})
    void aBusyMachineHasEachStepWithoutGaps(String start) {
        Instant begin = Instant.parse(start);
        List<Version> live = new ArrayList<>();
        Instant now = begin;
        long seq = 0;
        for (int half = 0; half < 35 * 2880; half++) {
            now = begin.plusSeconds(30L * half);
            live.add(new Version(++seq, now, Kind.CONTINUOUS, null));
            if (half % 120 == 119) {
                Set<Long> expired = Retention.expired(live, POLICY, now);
                live.removeIf(version -> expired.contains(version.seq()));
            }
        }
        assertThat(live.size()).isBetween(119 + 276 + 144 + 23, 120 + 289 + 169 + 31);
        TreeMap<Instant, Long> kept = new TreeMap<>();
        live.forEach(version -> kept.put(version.committedAt(), version.seq()));
        assertNoGap(kept, now, Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(30));
        assertNoGap(kept, now, Duration.ofHours(1), Duration.ofHours(24), Duration.ofMinutes(5));
        assertNoGap(kept, now, Duration.ofHours(24), Duration.ofDays(7), Duration.ofHours(1));
        assertNoGap(kept, now, Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(1));
    }

    @Test
    void theTimeZoneOfTheServerDoesNotMatter() {
        List<Version> versions = timeline(new Random(5), 200);
        Instant now = versions.getLast().committedAt();
        TimeZone before = TimeZone.getDefault();
        try {
            List<Set<Long>> results = new ArrayList<>();
            for (String zone : Arrays.asList("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                results.add(Retention.kept(versions, POLICY, now));
            }
            assertThat(new HashSet<>(results)).hasSize(1);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static void assertNoGap(
            TreeMap<Instant, Long> kept, Instant now, Duration from, Duration to, Duration step) {
        for (Instant at = now.minus(to).plus(step); at.isBefore(now.minus(from)); at = at.plus(step)) {
            Instant version = kept.ceilingKey(at);
            assertThat(version).isNotNull();
            assertThat(Duration.between(at, version)).isLessThanOrEqualTo(step);
        }
    }

    /** Commits at odd distances; the platform's clock now and then steps back or forth. */
    private static List<Version> timeline(Random random, int count) {
        List<Version> versions = new ArrayList<>();
        Instant at = Instant.parse("2028-02-27T22:30:00Z");
        for (int seq = 1; seq <= count; seq++) {
            at = switch (random.nextInt(12)) {
                case 0 -> at.minusSeconds(random.nextInt(90_000));
                case 1 -> at.plusSeconds(random.nextInt(900_000));
                case 2, 3 -> at.plusSeconds(random.nextInt(7_200));
                default -> at.plusSeconds(random.nextInt(400));
            };
            int draw = random.nextInt(30);
            Kind kind = draw == 0 ? Kind.MANUAL : draw == 1 ? Kind.FINAL : Kind.CONTINUOUS;
            Instant until = draw == 2 ? at.plusSeconds(random.nextInt(2_000_000)) : null;
            versions.add(new Version(seq, at, kind, until));
        }
        return versions;
    }

    private static Version continuous(long seq, String at) {
        return of(seq, at, Kind.CONTINUOUS, null);
    }

    private static Version of(long seq, String at, Kind kind, String until) {
        return new Version(seq, Instant.parse(at), kind, until == null ? null : Instant.parse(until));
    }
}
