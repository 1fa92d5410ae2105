package cloud.dumont.sandbox.vastai.contract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code -p outer:inner}; UDP and numbers that are no port say nothing about TCP ports of the box. */
final class PortOption {
    private static final Pattern OPTION = Pattern.compile("-p\\s+(?:\\d+:)?(\\d{1,5})(?:/tcp)?");
    private static final int HIGHEST = 65_535;

    private PortOption() {}

    static Optional<Integer> parse(String envKey) {
        Matcher matcher = OPTION.matcher(envKey.trim());
        return matcher.matches()
                ? Optional.of(Integer.parseInt(matcher.group(1))).filter(port -> port > 0 && port <= HIGHEST)
                : Optional.empty();
    }
}
