package cloud.dumont.agent.scan;

/** Shell wildcards on bytes. One star stops at a slash, two do not. Hostile patterns cost at most length times length. */
final class Glob {
    private Glob() {}

    static boolean matches(byte[] glob, int globFrom, byte[] text, int textFrom, int textEnd) {
        int g = globFrom;
        int t = textFrom;
        int starGlob = -1;
        int starText = -1;
        int deepGlob = -1;
        int deepText = -1;
        while (true) {
            if (g < glob.length && glob[g] == '*') {
                int after = afterDeep(glob, g, globFrom);
                if (after > 0) {
                    deepGlob = after;
                    deepText = t;
                    starGlob = -1;
                    g = after;
                } else {
                    g = afterStars(glob, g);
                    starGlob = g;
                    starText = t;
                }
                continue;
            }
            int next = t < textEnd && g < glob.length ? afterOne(glob, g, text[t]) : -1;
            if (next > 0) {
                g = next;
                t++;
            } else if (t == textEnd && g == glob.length) {
                return true;
            } else if (starGlob >= 0 && starText < textEnd && text[starText] != '/') {
                t = ++starText;
                g = starGlob;
            } else if (deepGlob >= 0 && nextStart(text, deepText, textEnd, glob, deepGlob) > 0) {
                deepText = nextStart(text, deepText, textEnd, glob, deepGlob);
                t = deepText;
                g = deepGlob;
                starGlob = -1;
            } else {
                return false;
            }
        }
    }

    // What follows a double star that stands for whole names (after it a slash, or nothing), 0 for any other star.
    private static int afterDeep(byte[] glob, int at, int from) {
        boolean starts = at == from || glob[at - 1] == '/';
        boolean twice = at + 1 < glob.length && glob[at + 1] == '*';
        if (!starts || !twice) {
            return 0;
        }
        if (at + 2 == glob.length) {
            return at + 2;
        }
        return glob[at + 2] == '/' ? at + 3 : 0;
    }

    private static int afterStars(byte[] glob, int at) {
        int after = at;
        while (after < glob.length && glob[after] == '*') {
            after++;
        }
        return after;
    }

    // Where the part behind a double star may begin next: at the end of all for a last one, else at the next name. 0:
    // nowhere.
    private static int nextStart(byte[] text, int from, int end, byte[] glob, int deepGlob) {
        if (deepGlob == glob.length) {
            return from < end ? end : 0;
        }
        for (int i = from; i < end; i++) {
            if (text[i] == '/') {
                return i + 1;
            }
        }
        return 0;
    }

    // What follows the one-byte pattern here if it accepts the byte, else −1.
    private static int afterOne(byte[] glob, int at, byte value) {
        return switch (glob[at]) {
            case '?' -> value == '/' ? -1 : at + 1;
            case '[' -> afterSet(glob, at, value);
            case '\\' -> at + 1 < glob.length && glob[at + 1] == value ? at + 2 : -1;
            default -> glob[at] == value ? at + 1 : -1;
        };
    }

    private static int afterSet(byte[] glob, int at, byte value) {
        int i = at + 1;
        boolean inverted = i < glob.length && (glob[i] == '!' || glob[i] == '^');
        i += inverted ? 1 : 0;
        boolean found = false;
        for (int first = i; i < glob.length && (glob[i] != ']' || i == first); i++) {
            i += glob[i] == '\\' && i + 1 < glob.length ? 1 : 0;
            int low = glob[i] & 0xff;
            int high = low;
            if (i + 2 < glob.length && glob[i + 1] == '-' && glob[i + 2] != ']') {
                high = glob[i + 2] & 0xff;
                i += 2;
            }
            found |= low <= (value & 0xff) && (value & 0xff) <= high;
        }
        boolean closed = i < glob.length;
        if (!closed) {
            return value == '[' ? at + 1 : -1;
        }
        return found != inverted && value != '/' ? i + 1 : -1;
    }
}
