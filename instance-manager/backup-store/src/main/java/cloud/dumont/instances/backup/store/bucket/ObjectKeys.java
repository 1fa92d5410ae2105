package cloud.dumont.instances.backup.store.bucket;

import java.util.regex.Pattern;

/** Keys as this platform makes them: plain, no empty part, no dots-only part, so that no client or proxy rewrites them. */
public final class ObjectKeys {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.{1,2}(/.*)?");
    private static final int LONGEST = 1024;

    private ObjectKeys() {}

    /** @throws IllegalArgumentException when {@code key} is not such a key */
    public static String checked(String key) {
        if (key.length() > LONGEST
                || !PLAIN.matcher(key).matches()
                || DOTS.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of this platform: " + key);
        }
        return key;
    }

    /** @throws IllegalArgumentException when {@code root} is not such a key and a slash */
    public static String checkedRoot(String root) {
        if (!root.endsWith("/")) {
            throw new IllegalArgumentException("a root ends with a slash: " + root);
        }
        checked(root.substring(0, root.length() - 1));
        return root;
    }
}
