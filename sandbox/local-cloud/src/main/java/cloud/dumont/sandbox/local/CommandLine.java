package cloud.dumont.sandbox.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of {@code ./dumont up} as the launcher gets them. */
final class CommandLine {
    private int portBase = Ports.DEFAULT_BASE;
    private MachineMode machines = MachineMode.AUTO;
    private boolean fresh;
    private boolean trainCaches = true;
    private double bootScale = LocalCloudConfig.QUICK_BOOT;
    private @Nullable Path repository;
    private @Nullable Path state;
    private @Nullable Long seed;
    private final Set<String> without = new HashSet<>();

    private CommandLine() {}

    /**
     * @throws IllegalArgumentException with one sentence for the user
     */
    static LocalCloudConfig parse(String... arguments) {
        CommandLine line = new CommandLine();
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            line.option(words.next(), words);
        }
        return line.config();
    }

    private void option(String option, Iterator<String> words) {
        switch (option) {
            case "--fresh" -> fresh = true;
            case "--no-cache-training" -> trainCaches = false;
            case "--port-base" -> portBase = number(option, value(option, words));
            case "--machines" -> machines = MachineMode.parse(value(option, words));
            case "--scale" -> scale(value(option, words));
            case "--state" -> state = Path.of(value(option, words));
            case "--repository" -> repository = Path.of(value(option, words));
            case "--seed" -> seed = (long) number(option, value(option, words));
            case "--without" ->
                without.addAll(Arrays.asList(value(option, words).split(",")));
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    private static int number(String option, String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(option + " needs a whole number, not " + word, notANumber);
        }
    }

    private void scale(String word) {
        String[] pair = word.split("=", 2);
        if (pair.length != 2 || !pair[0].equals("boot")) {
            throw new IllegalArgumentException("--scale takes boot=FACTOR, not " + word);
        }
        try {
            bootScale = Double.parseDouble(pair[1]);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--scale takes boot=FACTOR, not " + word, notANumber);
        }
    }

    private LocalCloudConfig config() {
        Path checkout = repository == null ? Path.of("") : repository;
        LocalCloudConfig config = LocalCloudConfig.of(checkout.toAbsolutePath(), new Ports(portBase))
                .withMachines(machines)
                .withFresh(fresh)
                .withBootScale(bootScale)
                .withTrainCaches(trainCaches)
                .without(without);
        config = state == null ? config : config.withState(state);
        return seed == null ? config : config.withSeed(seed);
    }
}
