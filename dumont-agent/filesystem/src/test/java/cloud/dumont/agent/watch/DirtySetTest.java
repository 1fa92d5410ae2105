package cloud.dumont.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DirtySetTest {
    private static final long MS = 1_000_000;
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private final DirtySet dirty = new DirtySet(1000);

    private List<DirtyPath> drain(long atMillis) {
        return dirty.drain(QUIET, LONGEST, atMillis * MS);
    }

    @Test
    void aPathIsReadyWhenItWasQuietLongEnough() {
        dirty.touched(RawPath.of("a"), 0);
        dirty.touched(RawPath.of("a"), 400 * MS);
        assertThat(drain(899)).isEmpty();
        assertThat(drain(900)).containsExactly(new DirtyPath(RawPath.of("a"), false, 0, 400 * MS, false));
        assertThat(dirty.isEmpty()).isTrue();
    }

    @Test
    void whatNeverRestsIsTakenAtTheLatest() {
        for (int at = 0; at <= 10_000; at += 100) {
            dirty.written(RawPath.of("log"), at * MS);
        }
        assertThat(drain(9_999)).isEmpty();
        assertThat(drain(10_000)).singleElement().satisfies(mark -> {
            assertThat(mark.beingWritten()).isTrue();
            assertThat(mark.firstNanos()).isZero();
        });
    }

    @Test
    void anOpenWriterHoldsItBackUntilTheClose() {
        dirty.written(RawPath.of("f"), 0);
        dirty.touched(RawPath.of("f"), 1 * MS);
        assertThat(drain(5_000)).isEmpty();
        dirty.closed(RawPath.of("f"), 5_000 * MS);
        assertThat(drain(5_499)).isEmpty();
        assertThat(drain(5_500)).hasSize(1);
    }

    @Test
    void aSubtreeTakesInWhatIsBelowIt() {
        dirty.touched(RawPath.of("a/b"), 0);
        dirty.touched(RawPath.of("ab"), 0);
        dirty.subtree(RawPath.of("a/c/d"), 5 * MS);
        dirty.subtree(RawPath.of("a"), 10 * MS);
        dirty.touched(RawPath.of("a/x/y"), 20 * MS);
        dirty.subtree(RawPath.of("a/z"), 30 * MS);
        assertThat(drain(1_000))
                .containsExactlyInAnyOrder(
                        new DirtyPath(RawPath.of("a"), true, 0, 30 * MS, false),
                        new DirtyPath(RawPath.of("ab"), false, 0, 0, false));
    }

    @Test
    void whatComesBackKeepsItsAge() {
        dirty.touched(RawPath.of("a"), 0);
        dirty.subtree(RawPath.of("s"), 1 * MS);
        List<DirtyPath> taken = drain(1_000);
        dirty.touched(RawPath.of("a"), 2_000 * MS);
        dirty.touched(RawPath.of("s/x"), 2_000 * MS);
        taken.forEach(dirty::putBack);
        assertThat(dirty.oldestNanos()).hasValue(0);
        assertThat(dirty.size()).isEqualTo(2);
        assertThat(drain(2_400)).isEmpty();
        assertThat(drain(11_000)).extracting(DirtyPath::firstNanos).containsExactlyInAnyOrder(0L, 1 * MS);
    }

    @Test
    void theClockMayRunThroughItsEnd() {
        long start = Long.MAX_VALUE - 100 * MS;
        dirty.touched(RawPath.of("a"), start);
        dirty.touched(RawPath.of("a"), start + 200 * MS);
        assertThat(dirty.drain(QUIET, LONGEST, start + 600 * MS)).isEmpty();
        assertThat(dirty.drain(QUIET, LONGEST, start + 700 * MS)).hasSize(1);
    }

    @Test
    void aFloodInOneDirectoryBecomesThatDirectory() {
        dirty.touched(RawPath.of("code/main.py"), 0);
        for (int i = 0; i < 5_000; i++) {
            dirty.touched(RawPath.of("data/set/file" + i), (i + 1) * MS);
        }
        assertThat(dirty.size()).isLessThanOrEqualTo(1000);
        List<DirtyPath> taken = drain(20_000);
        assertThat(taken).anySatisfy(mark -> assertThat(mark.path()).isEqualTo(RawPath.of("code/main.py")));
        assertThat(taken).anySatisfy(mark -> {
            assertThat(mark.path()).isEqualTo(RawPath.of("data/set"));
            assertThat(mark.subtree()).isTrue();
            assertThat(mark.firstNanos()).isEqualTo(MS);
        });
    }

    @Test
    void neverMoreThanTheCapAndNothingLost() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int cap = 1 + random.nextInt(60);
            DirtySet set = new DirtySet(cap);
            Map<RawPath, Long> marked = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                RawPath path = randomPath(random);
                marked.putIfAbsent(path, (long) i);
                if (random.nextInt(20) == 0) {
                    set.subtree(path, i);
                } else {
                    set.touched(path, i);
                }
                assertThat(set.size()).isLessThanOrEqualTo(cap);
            }
            List<DirtyPath> taken = set.drain(Duration.ZERO, Duration.ZERO, 1_000);
            marked.forEach((path, first) -> assertThat(taken)
                    .anyMatch(mark -> mark.firstNanos() <= first
                            && (mark.path().equals(path) || mark.subtree() && path.startsWith(mark.path()))));
        }
    }

    private static RawPath randomPath(Random random) {
        RawPath path = RawPath.ROOT;
        for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
            path = path.child("n" + random.nextInt(4));
        }
        return path;
    }
}
