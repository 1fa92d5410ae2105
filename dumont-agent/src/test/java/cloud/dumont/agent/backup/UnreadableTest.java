package cloud.dumont.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnreadableTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Unreadable unreadable = new Unreadable(now::get);
    private final RawPath file = RawPath.of("a/file");
    private final RawPath folder = RawPath.of("a/folder");

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void isTriedLessAndLessOften() {
        long since = now.get();
        int tries = 0;
        unreadable.failed(file, false, since);
        for (int second = 0; second < 3_600; second++) {
            pass(Duration.ofSeconds(1));
            for (Unreadable.Due due : unreadable.due()) {
                assertThat(due).isEqualTo(new Unreadable.Due(file, false, since));
                unreadable.failed(due.path(), false, now.get());
                tries++;
            }
        }
        assertThat(tries).isBetween(15, 25);
        assertThat(unreadable.oldestNanos()).hasValue(since);
        assertThat(unreadable.sentence()).isEqualTo("cannot be read: a/file");
    }

    @Test
    void whatIsTriedIsNotTriedAgainBeforeItHadTime() {
        unreadable.failed(file, false, now.get());
        pass(Duration.ofSeconds(3));
        assertThat(unreadable.due()).hasSize(1);
        assertThat(unreadable.due()).isEmpty();
        assertThat(unreadable.isEmpty()).isFalse();
    }

    @Test
    void aDirectoryCountsOnceItIsListed() {
        unreadable.failed(folder, true, 1);
        unreadable.read(folder, true);
        assertThat(unreadable.isEmpty()).isFalse();
        unreadable.listed(folder);
        assertThat(unreadable.isEmpty()).isTrue();
    }

    @Test
    void whatIsGoneWithItsDirectoryIsForgotten() {
        unreadable.failed(file, false, 1);
        unreadable.failed(folder, true, 1);
        unreadable.failed(RawPath.of("ab"), false, 1);
        unreadable.gone(RawPath.of("a"));
        assertThat(unreadable.sentence()).isEqualTo("cannot be read: ab");
        unreadable.read(RawPath.of("ab"), false);
        assertThat(unreadable.isEmpty()).isTrue();
    }

    @Test
    void inAHurryAllAreTriedAtOnceAndSoonOftenEnough() {
        unreadable.failed(file, false, 1);
        unreadable.hurry();
        assertThat(unreadable.hasFailedOften()).isFalse();
        for (int second = 0; second < 20; second++) {
            unreadable.due().forEach(it -> unreadable.failed(it.path(), it.subtree(), it.sinceNanos()));
            pass(Duration.ofSeconds(1));
        }
        assertThat(unreadable.hasFailedOften()).isTrue();
    }

    @Test
    void tooManyToRememberAreLookedForEverywhere() {
        for (int i = 0; i < 10_050; i++) {
            unreadable.failed(RawPath.of("f" + i), false, 1);
        }
        assertThat(unreadable.sentence()).endsWith("and 9998 more");
        for (int i = 0; i < 10_050; i++) {
            unreadable.read(RawPath.of("f" + i), false);
        }
        assertThat(unreadable.isEmpty()).isFalse();
        unreadable.listed(RawPath.ROOT);
        assertThat(unreadable.isEmpty()).isTrue();
    }
}
