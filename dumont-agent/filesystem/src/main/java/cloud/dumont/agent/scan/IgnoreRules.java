package cloud.dumont.agent.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a directory's entries are judged by: its own list and those above it. Strongest first: the policy's includes, its
 * excludes, the list of the directory itself, and so on upwards.
 */
final class IgnoreRules {
    private final IgnoreList include;
    private final IgnoreList exclude;
    private final @Nullable IgnoreRules above;
    private final IgnoreList own;
    private final int base;

    private IgnoreRules(IgnoreList include, IgnoreList exclude, @Nullable IgnoreRules above, IgnoreList own, int base) {
        this.include = include;
        this.exclude = exclude;
        this.above = above;
        this.own = own;
        this.base = base;
    }

    static IgnoreRules of(ScanScope scope) {
        return new IgnoreRules(
                IgnoreList.ofLines(scope.include()), IgnoreList.ofLines(scope.exclude()), null, IgnoreList.EMPTY, 0);
    }

    /** @param nameOffset where names of the list's folder begin in a path */
    IgnoreRules below(IgnoreList list, int nameOffset) {
        return list.isEmpty() ? this : new IgnoreRules(include, exclude, this, list, nameOffset);
    }

    boolean included(byte[] path, int name, int end, boolean directory) {
        IgnorePattern pattern = include.decisive(path, 0, name, end, directory);
        return pattern != null && !pattern.negated();
    }

    boolean ignored(byte[] path, int name, int end, boolean directory) {
        if (included(path, name, end, directory)) {
            return false;
        }
        IgnorePattern pattern = exclude.decisive(path, 0, name, end, directory);
        for (IgnoreRules rules = this; pattern == null && rules != null; rules = rules.above) {
            pattern = rules.own.decisive(path, rules.base, name, end, directory);
        }
        return pattern != null && !pattern.negated();
    }

    /** Whether an include names something below this directory. */
    boolean leadsToIncluded(byte[] path, int end) {
        for (IgnorePattern pattern : include.patterns()) {
            byte[] prefix = pattern.literalPrefix();
            boolean below = prefix.length >= end
                    && Arrays.equals(prefix, 0, end, path, 0, end)
                    && (prefix.length == end || prefix[end] == '/');
            if (below && !pattern.negated()) {
                return true;
            }
        }
        return false;
    }
}
