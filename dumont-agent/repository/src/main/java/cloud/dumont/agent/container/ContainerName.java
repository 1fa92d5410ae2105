package cloud.dumont.agent.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which container: the name of an object below the workspace's root, e.g. {@code e/000000000007/p/000000000001}. */
public record ContainerName(Kind kind, long epoch, long number) {
    private static final Pattern PATH = Pattern.compile("e/(\\d{12})/([pc])/(\\d{12})");
    private static final long MOST = 999_999_999_999L;

    public ContainerName {
        if (epoch < 0 || epoch > MOST || number < 0 || number > MOST) {
            throw new IllegalArgumentException("epochs and numbers have at most twelve digits");
        }
    }

    public static ContainerName pack(long epoch, long number) {
        return new ContainerName(Kind.PACK, epoch, number);
    }

    public static ContainerName commit(long epoch, long seq) {
        return new ContainerName(Kind.COMMIT, epoch, seq);
    }

    public static boolean fits(long epoch, long number) {
        return epoch >= 0 && epoch <= MOST && number >= 0 && number <= MOST;
    }

    public static Optional<ContainerName> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Kind kind = matcher.group(2).equals("p") ? Kind.PACK : Kind.COMMIT;
        return Optional.of(new ContainerName(kind, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(3))));
    }

    /** All names of that kind and epoch start with this. */
    public static String prefix(Kind kind, long epoch) {
        return "e/" + twelve(epoch) + "/" + kind.folder() + "/";
    }

    public String path() {
        return prefix(kind, epoch) + twelve(number);
    }

    private static String twelve(long value) {
        String digits = Long.toString(value);
        return "0".repeat(12 - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return path();
    }
}
