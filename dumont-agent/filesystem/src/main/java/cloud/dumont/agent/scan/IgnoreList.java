package cloud.dumont.agent.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns in their order; the last one that matches decides. */
final class IgnoreList {
    static final IgnoreList EMPTY = new IgnoreList(List.of());
    private final IgnorePattern[] patterns;

    private IgnoreList(List<IgnorePattern> patterns) {
        this.patterns = patterns.toArray(new IgnorePattern[0]);
    }

    static IgnoreList ofLines(List<String> lines) {
        List<IgnorePattern> patterns = new ArrayList<>();
        for (String line : lines) {
            add(patterns, line.getBytes(StandardCharsets.UTF_8));
        }
        return new IgnoreList(patterns);
    }

    static IgnoreList ofContent(byte[] content, int length) {
        List<IgnorePattern> patterns = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || content[i] == '\n') {
                add(patterns, Arrays.copyOfRange(content, start, i));
                start = i + 1;
            }
        }
        return new IgnoreList(patterns);
    }

    private static void add(List<IgnorePattern> patterns, byte[] line) {
        IgnorePattern pattern = IgnorePattern.parse(line);
        if (pattern != null) {
            patterns.add(pattern);
        }
    }

    boolean isEmpty() {
        return patterns.length == 0;
    }

    List<IgnorePattern> patterns() {
        return List.of(patterns);
    }

    @Nullable
    IgnorePattern decisive(byte[] path, int base, int name, int end, boolean directory) {
        for (int i = patterns.length - 1; i >= 0; i--) {
            if (patterns[i].matches(path, base, name, end, directory)) {
                return patterns[i];
            }
        }
        return null;
    }
}
