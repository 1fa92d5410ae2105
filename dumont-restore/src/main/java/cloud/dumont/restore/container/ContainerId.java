package cloud.dumont.restore.container;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pack or a commit. For a commit, the number is its seq. Ordered by epoch, kind and number. */
public record ContainerId(Kind kind, long epoch, long number) implements Comparable<ContainerId> {
    private static final Pattern NAME = Pattern.compile("e/(\\d{12}|[1-9]\\d{12,17})/([pc])/(\\d{12}|[1-9]\\d{12,17})");
    private static final Comparator<ContainerId> ORDER = Comparator.comparingLong(ContainerId::epoch)
            .thenComparing(ContainerId::kind)
            .thenComparingLong(ContainerId::number);

    public static ContainerId pack(long epoch, long number) {
        return new ContainerId(Kind.PACK, epoch, number);
    }

    public static ContainerId commit(long epoch, long seq) {
        return new ContainerId(Kind.COMMIT, epoch, seq);
    }

    /** The object's name below the workspace's root. */
    public String name() {
        return folder(epoch, kind) + twelve(number);
    }

    /** What the names of all containers of this kind and epoch begin with. */
    public static String folder(long epoch, Kind kind) {
        return "e/" + twelve(epoch) + "/" + kind.folder() + "/";
    }

    public static String twelve(long number) {
        return String.format(Locale.ROOT, "%012d", number);
    }

    /** Empty for names that are not a container's. */
    public static Optional<ContainerId> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Kind kind = "p".equals(matcher.group(2)) ? Kind.PACK : Kind.COMMIT;
        return Optional.of(new ContainerId(kind, Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(3))));
    }

    @Override
    public int compareTo(ContainerId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
