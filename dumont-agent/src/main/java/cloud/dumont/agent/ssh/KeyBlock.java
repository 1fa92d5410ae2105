package cloud.dumont.agent.ssh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The platform's lines within {@code authorized_keys}. Every other line is the user's and stays as it is. */
public final class KeyBlock {
    static final String BEGIN = "# BEGIN dumont (managed: changes up to END are overwritten)";
    static final String END = "# END dumont";
    private static final Pattern KEY_LINE = Pattern.compile(
            "(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/=]+( [^\\r\\n]*)?");

    private KeyBlock() {}

    /**
     * @param text of the file
     * @param keys one OpenSSH line each; what is none is left out
     * @param before the keys of the last time: a block whose end somebody deleted ends where these end
     */
    public static String apply(String text, List<String> keys, Collection<String> before) {
        List<String> block = new ArrayList<>();
        block.add(BEGIN);
        keys.stream().map(String::strip).filter(KeyBlock::isKey).distinct().forEach(block::add);
        block.add(END);

        Lines rest = withoutBlocks(text, new HashSet<>(before));
        List<String> all = new ArrayList<>(rest.lines());
        all.addAll(rest.place() < 0 ? all.size() : rest.place(), block);
        return String.join("\n", all) + "\n";
    }

    private static boolean isKey(String line) {
        return KEY_LINE.matcher(line).matches();
    }

    /** @param place where the first block was, -1: there was none */
    private record Lines(List<String> lines, int place) {}

    private static Lines withoutBlocks(String text, Set<String> before) {
        List<String> lines = text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
        if (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines = lines.subList(0, lines.size() - 1);
        }
        List<String> kept = new ArrayList<>();
        int place = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("# BEGIN dumont")) {
                if (!lines.get(i).startsWith(END)) {
                    kept.add(lines.get(i));
                }
                continue;
            }
            place = place < 0 ? kept.size() : place;
            i = endOfBlock(lines, i, before);
        }
        return new Lines(kept, place);
    }

    /** Index of the block's last line. */
    private static int endOfBlock(List<String> lines, int begin, Set<String> before) {
        for (int i = begin + 1; i < lines.size() && !lines.get(i).startsWith("# BEGIN dumont"); i++) {
            if (lines.get(i).startsWith(END)) {
                return i;
            }
        }
        int last = begin;
        while (last + 1 < lines.size() && before.contains(lines.get(last + 1).strip())) {
            last++;
        }
        return last;
    }
}
