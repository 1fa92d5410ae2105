package cloud.dumont.agent.scan;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line in the language of {@code .gitignore}, on raw bytes: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]},
 * {@code **}, a leading {@code !} that brings back, a slash at the end for directories only, a slash elsewhere to tie it to
 * the folder of the list. A pattern without such a slash is compared with the last name alone.
 */
final class IgnorePattern {
    private final byte[] glob;
    private final boolean negated;
    private final boolean directoriesOnly;
    private final boolean anchored;
    private final Kind kind;

    private enum Kind {
        LITERAL,
        SUFFIX,
        GLOB
    }

    private IgnorePattern(byte[] glob, boolean negated, boolean directoriesOnly, boolean anchored) {
        this.glob = glob;
        this.negated = negated;
        this.directoriesOnly = directoriesOnly;
        this.anchored = anchored;
        this.kind = kindOf(glob);
    }

    private static Kind kindOf(byte[] glob) {
        boolean star = glob[0] == '*';
        for (int i = star ? 1 : 0; i < glob.length; i++) {
            if (glob[i] == '*' || glob[i] == '?' || glob[i] == '[' || glob[i] == '\\') {
                return Kind.GLOB;
            }
        }
        return star ? Kind.SUFFIX : Kind.LITERAL;
    }

    /** @return null for a line that says nothing: empty, or a comment */
    static @Nullable IgnorePattern parse(byte[] line) {
        int start = 0;
        int end = trimmedEnd(line);
        if (end == 0 || line[0] == '#') {
            return null;
        }
        boolean negated = line[0] == '!';
        start += negated ? 1 : 0;
        boolean directories = end > start && line[end - 1] == '/';
        while (end > start && line[end - 1] == '/') {
            end--;
        }
        if (end == start) {
            return null;
        }
        byte[] body = Arrays.copyOfRange(line, start, end);
        boolean anchored = indexOfSlash(body) >= 0;
        body = body[0] == '/' ? Arrays.copyOfRange(body, 1, body.length) : body;
        return body.length == 0 ? null : new IgnorePattern(body, negated, directories, anchored);
    }

    // Blanks at the end do not count unless a backslash holds them; a carriage return never does.
    private static int trimmedEnd(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t' || line[end - 1] == '\r')) {
            if (end > 1 && line[end - 2] == '\\' && line[end - 1] != '\r') {
                break;
            }
            end--;
        }
        return end;
    }

    private static int indexOfSlash(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    boolean negated() {
        return negated;
    }

    /** The names before the first wildcard of a tied pattern: where what it brings back can be. */
    byte[] literalPrefix() {
        ByteArrayOutputStream prefix = new ByteArrayOutputStream();
        if (!anchored) {
            return prefix.toByteArray();
        }
        int end = 0;
        while (end < glob.length && glob[end] != '*' && glob[end] != '?' && glob[end] != '[' && glob[end] != '\\') {
            end++;
        }
        while (end < glob.length && end > 0 && glob[end - 1] != '/') {
            end--;
        }
        prefix.write(glob, 0, end > 0 && glob[end - 1] == '/' ? end - 1 : end);
        return prefix.toByteArray();
    }

    /** @param path holds, from {@code base} to {@code end}, the path below the list's folder, the last name from {@code name} */
    boolean matches(byte[] path, int base, int name, int end, boolean directory) {
        if (directoriesOnly && !directory) {
            return false;
        }
        int from = anchored ? base : name;
        return switch (kind) {
            case LITERAL -> Arrays.equals(path, from, end, glob, 0, glob.length);
            case SUFFIX -> suffix(path, from, end);
            case GLOB -> Glob.matches(glob, 0, path, from, end);
        };
    }

    private boolean suffix(byte[] path, int from, int end) {
        int length = glob.length - 1;
        int start = end - length;
        if (start < from || !Arrays.equals(path, start, end, glob, 1, glob.length)) {
            return false;
        }
        for (int i = from; anchored && i < start; i++) {
            if (path[i] == '/') {
                return false;
            }
        }
        return true;
    }
}
