package cloud.dumont.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.", "../a", "a\0b"})
    void whatLeadsElsewhereIsNoPath(String text) {
        assertThatThrownBy(() -> RawPath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesThatOnlyLookLikeDotsAreNames() {
        assertThat(RawPath.of("...").depth()).isEqualTo(1);
        assertThat(RawPath.of("..a/.b").names()).hasSize(2);
    }

    @Test
    void aChildIsOneName() {
        assertThatThrownBy(() -> RawPath.ROOT.child("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawPath.ROOT.child("..")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawPath.ROOT.child("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsFitTogether() {
        RawPath path = RawPath.of("a/b/c");
        assertThat(path.parent().child(path.name())).isEqualTo(path);
        assertThat(path.depth()).isEqualTo(3);
        assertThat(RawPath.ROOT.child("x").parent()).isEqualTo(RawPath.ROOT);
        assertThat(RawPath.of("a").resolve(RawPath.of("b/c"))).isEqualTo(path);
        assertThat(RawPath.ofAbsolute("//a/./b/c/")).isEqualTo(path);
        assertThat(RawPath.ROOT.depth()).isZero();
        assertThat(RawPath.ROOT.names()).isEmpty();
    }

    @Test
    void onlyWholeNamesArePrefixes() {
        assertThat(RawPath.of("a/bc").startsWith(RawPath.of("a/b"))).isFalse();
        assertThat(RawPath.of("a/b/c").startsWith(RawPath.of("a/b"))).isTrue();
        assertThat(RawPath.of("a/b").startsWith(RawPath.of("a/b"))).isTrue();
        assertThat(RawPath.of("a").startsWith(RawPath.ROOT)).isTrue();
        assertThat(RawPath.ROOT.startsWith(RawPath.of("a"))).isFalse();
    }

    @Test
    void aDirectoryIsFollowedByItsSubtree() {
        List<RawPath> order = List.of(
                RawPath.ROOT,
                RawPath.of("a"),
                RawPath.of("a/\1"),
                RawPath.of("a/b"),
                RawPath.of("a/b/c"),
                RawPath.of("a/c"),
                RawPath.of("a\1"),
                RawPath.of("a-b"),
                RawPath.of("a.txt"),
                RawPath.of(new byte[] {'a', (byte) 0xff}),
                RawPath.of("b"));
        List<RawPath> shuffled = new ArrayList<>(order);
        Collections.shuffle(shuffled, new Random(7));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(order);
    }

    @Test
    void displayIsOneLineAndTellsBytesApart() {
        assertThat(DisplayName.of(new byte[] {'a', '\n', (byte) 0xff, '\\', 0x1b}))
                .isEqualTo("a\\x0A\\xFF\\\\\\x1B");
        assertThat(DisplayName.of("für/日本 😀".getBytes(StandardCharsets.UTF_8))).isEqualTo("für/日本 😀");
        // An overlong slash, half of a surrogate pair and a mark that turns the line around.
        assertThat(DisplayName.of(new byte[] {(byte) 0xc0, (byte) 0xaf})).isEqualTo("\\xC0\\xAF");
        assertThat(DisplayName.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
                .isEqualTo("\\xED\\xA0\\x80");
        assertThat(DisplayName.of("\u202e".getBytes(StandardCharsets.UTF_8))).isEqualTo("\\xE2\\x80\\xAE");
    }

    @Test
    void temporaryNamesAreKnownAgain() {
        byte[] name = TemporaryName.of("model.bin".getBytes(StandardCharsets.UTF_8));
        assertThat(TemporaryName.is(name)).isTrue();
        assertThat(TemporaryName.of("model.bin".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(name);
        assertThat(TemporaryName.of("model.bim".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(name);
        assertThat(TemporaryName.is(".dumont-part-xyz".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
