package cloud.dumont.gateway.identity.account;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Account names, as in {@code ssh -J name@…}: lower-case letters, digits and inner hyphens, 3 to 32. */
final class Handles {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{1,30})[a-z0-9]");
    private static final int ROOM_FOR_A_NUMBER = 26;
    private static final int POLITE_TRIES = 20;
    private static final Set<String> RESERVED =
            Set.of("root", "admin", "administrator", "dumont", "operator", "support", "system", "git", "ssh", "www");

    private Handles() {}

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** What an address suggests. */
    static String from(String email) {
        String local = email.substring(0, Math.max(email.indexOf('@'), 0)).toLowerCase(Locale.ROOT);
        String plain =
                local.replaceAll("\\+.*$", "").replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String fitting =
                plain.substring(0, Math.min(plain.length(), ROOM_FOR_A_NUMBER)).replaceAll("-+$", "");
        return isOne(fitting) ? fitting : "user-" + (fitting.isEmpty() ? "1" : fitting);
    }

    /** The wish itself when it is free, else the wish with a number. */
    static String free(String wish, Predicate<String> taken, RandomGenerator random) {
        Predicate<String> usable = name -> !RESERVED.contains(name) && !taken.test(name);
        if (usable.test(wish)) {
            return wish;
        }
        String root = wish.substring(0, Math.min(wish.length(), ROOM_FOR_A_NUMBER - 1))
                .replaceAll("-+$", "");
        for (int n = 2; n < POLITE_TRIES; n++) {
            String name = root + "-" + n;
            if (usable.test(name)) {
                return name;
            }
        }
        return root + "-" + (10_000 + random.nextInt(90_000));
    }
}
