package cloud.dumont.instances.backup.store.vault;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names below a workspace's root, as the format has them. */
public final class ObjectNames {
    public static final String FORMAT = "format.json";
    public static final String KEYS = "keys/";
    public static final String FENCES = "fence/";
    public static final String PLATFORM_KEY = "keys/platform";
    public static final String HEAD = "head";
    private static final Pattern CONTAINER = Pattern.compile("e/(\\d{12})/([pc])/(\\d{12})");

    private ObjectNames() {}

    public static String fence(long epoch) {
        return "fence/" + digits(epoch);
    }

    public static String pack(long epoch, long number) {
        return "e/" + digits(epoch) + "/p/" + digits(number);
    }

    public static String commit(long epoch, long seq) {
        return "e/" + digits(epoch) + "/c/" + digits(seq);
    }

    /** The container of that name, or empty when it is no container's name. */
    public static Optional<Container> container(String name) {
        Matcher parts = CONTAINER.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Container(
                Long.parseLong(parts.group(1)), parts.group(2).equals("c"), Long.parseLong(parts.group(3))));
    }

    /** @param number of the pack, or the commit's seq */
    public record Container(long epoch, boolean commit, long number) {
        public String name() {
            return commit ? ObjectNames.commit(epoch, number) : ObjectNames.pack(epoch, number);
        }
    }

    private static String digits(long number) {
        return String.format(Locale.ROOT, "%012d", number);
    }
}
