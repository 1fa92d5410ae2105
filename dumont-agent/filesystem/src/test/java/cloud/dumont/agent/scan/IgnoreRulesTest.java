package cloud.dumont.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.agent.files.RawPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
    /** Does one line match a path, a trailing slash of which says that it is a directory? As {@code git check-ignore} says. */
    @ParameterizedTest
    @CsvSource({
        "node_modules, node_modules/, true",
        "node_modules, a/b/node_modules/, true",
        "node_modules, a/node_modules_2/, false",
        "*.pyc, x.pyc, true",
        "*.pyc, a/b/x.pyc, true",
        "*.pyc, x.pyc.txt, false",
        "*.pyc, .pyc, true",
        "build/, build/, true",
        "build/, build, false",
        "build/, a/build/, true",
        "/build, build, true",
        "/build, a/build, false",
        "a/b, a/b, true",
        "a/b, x/a/b, false",
        "a/*.o, a/x.o, true",
        "a/*.o, a/b/x.o, false",
        "/*.o, x.o, true",
        "/*.o, a/x.o, false",
        "**/cache, cache, true",
        "**/cache, a/b/cache, true",
        "a/**, a/b, true",
        "a/**, a/b/c, true",
        "a/**, a/, false",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, a/b/c/y, false",
        "a/**/b/**/z, a/x/b/z, true",
        "a**z, abcz, true",
        "a**z, sub/abz, true",
        "f?o, fxo, true",
        "f?o, fo, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "[]]x, ]x, true",
        "[ab, [ab, true",
        "\\*x, *x, true",
        "\\*x, ax, false",
        "'\\#x', '#x', true",
        "'\\!x', '!x', true",
        "'x\\ ', 'x ', true",
        "'x  ', 'x', true",
        "*, anything, true",
        "**, a/anything, true",
        "foo/*, foo/bar/, true",
        "foo/*, foo/bar/baz, false",
        "*a*b*c, xaybzc, true",
        "*a*b*c, xaybz, false"
    })
    void oneLine(String line, String path, boolean expected) {
        boolean directory = path.endsWith("/");
        byte[] bytes = (directory ? path.substring(0, path.length() - 1) : path).getBytes(StandardCharsets.UTF_8);
        int name = new String(bytes, StandardCharsets.UTF_8).lastIndexOf('/') + 1;
        IgnoreList list = IgnoreList.ofLines(List.of(line));
        assertThat(list.decisive(bytes, 0, name, bytes.length, directory) != null)
                .isEqualTo(expected);
    }

    @Test
    void commentsAndEmptyLinesSayNothing() {
        assertThat(IgnoreList.ofLines(List.of("", "  ", "# comment", "/", "!", "!/"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void theLastMatchDecides() {
        IgnoreRules rules = IgnoreRules.of(scope(List.of(), List.of("*.log", "!keep.log", "very/keep.log")));
        assertThat(ignored(rules, "a.log")).isTrue();
        assertThat(ignored(rules, "keep.log")).isFalse();
        assertThat(ignored(rules, "very/keep.log")).isTrue();
    }

    @Test
    void listsOfDeeperFoldersAreStronger() {
        byte[] lines = "!x.log\r\n/only\n".getBytes(StandardCharsets.UTF_8);
        IgnoreRules above = IgnoreRules.of(scope(List.of(), List.of())).below(IgnoreList.ofLines(List.of("*.log")), 0);
        IgnoreRules rules = above.below(IgnoreList.ofContent(lines, lines.length), 2);
        assertThat(ignored(rules, "a/x.log")).isFalse();
        assertThat(ignored(rules, "a/y.log")).isTrue();
        assertThat(ignored(rules, "a/only")).isTrue();
        assertThat(ignored(rules, "a/b/only")).isFalse();
    }

    @Test
    void thePolicyWinsOverFilesAndItsIncludesOverAll() {
        IgnoreRules rules = IgnoreRules.of(scope(List.of("/data/keep/me"), List.of("*.tmp")))
                .below(IgnoreList.ofLines(List.of("!x.tmp", "me")), 0);
        assertThat(ignored(rules, "x.tmp")).isTrue();
        assertThat(ignored(rules, "data/keep/me")).isFalse();
        byte[] way = "data".getBytes(StandardCharsets.UTF_8);
        assertThat(rules.leadsToIncluded(way, way.length)).isTrue();
        byte[] other = "dat".getBytes(StandardCharsets.UTF_8);
        assertThat(rules.leadsToIncluded(other, other.length)).isFalse();
    }

    @Test
    void bytesThatAreNoTextMatchToo() {
        byte[] lines = {(byte) 0xff, '*', '\n'};
        IgnoreList list = IgnoreList.ofContent(lines, lines.length);
        byte[] name = {(byte) 0xff, (byte) 0xfe};
        assertThat(list.decisive(name, 0, 0, 2, false)).isNotNull();
    }

    @Test
    void hostilePatternsEnd() {
        IgnoreList list = IgnoreList.ofLines(List.of("*a".repeat(120) + "b", "**/a*/".repeat(60) + "b"));
        byte[] name = "a".repeat(255).getBytes(StandardCharsets.UTF_8);
        byte[] path = "a/".repeat(1000).concat("c").getBytes(StandardCharsets.UTF_8);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(list.decisive(name, 0, 0, name.length, false)).isNull();
            assertThat(list.decisive(path, 0, path.length - 1, path.length, false))
                    .isNull();
        });
    }

    private static ScanScope scope(List<String> include, List<String> exclude) {
        return new ScanScope(Path.of("/"), List.of(RawPath.ROOT), List.of(), include, exclude);
    }

    private static boolean ignored(IgnoreRules rules, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return rules.ignored(bytes, path.lastIndexOf('/') + 1, bytes.length, false);
    }
}
