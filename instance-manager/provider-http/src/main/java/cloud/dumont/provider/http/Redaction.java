package cloud.dumont.provider.http;

import java.util.regex.Pattern;

/** Makes a vendor's own words fit to be stored and shown: one line, bounded, without what looks like a secret. */
public final class Redaction {
    private static final int MOST = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final Pattern NAMED_SECRET = Pattern.compile(
            "(?i)([\\w-]*(?:token|secret|passw(?:or)?d|api[_-]?key|authorization)[\\w-]*)(\"?\\s*[=:]\\s*\"?)(?:bearer\\s+)?[^\\s\"&,;]+");
    private static final Pattern BEARER = Pattern.compile("(?i)\\bbearer\\s+\\S+");
    private static final Pattern URL_LOGIN = Pattern.compile("://[^/\\s@]+@");

    private Redaction() {}

    public static String clean(String words) {
        String line = UNPRINTABLE
                .matcher(words.length() > 4 * MOST ? words.substring(0, 4 * MOST) : words)
                .replaceAll(" ")
                .strip();
        line = NAMED_SECRET.matcher(line).replaceAll("$1$2***");
        line = BEARER.matcher(line).replaceAll("Bearer ***");
        line = URL_LOGIN.matcher(line).replaceAll("://***@");
        return line.length() > MOST ? line.substring(0, MOST - 1) + "…" : line;
    }
}
