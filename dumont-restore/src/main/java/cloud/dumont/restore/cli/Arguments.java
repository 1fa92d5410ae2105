package cloud.dumont.restore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line: a command, options that take a value, switches, and the rest. */
final class Arguments {
    private static final Set<String> VALUES = Set.of(
            "--dir",
            "--endpoint",
            "--region",
            "--bucket",
            "--prefix",
            "--key-file",
            "--passphrase-file",
            "--kek-file",
            "--to",
            "--at",
            "-o",
            "--sample",
            "--seed",
            "--parallel");
    private static final Set<String> SWITCHES = Set.of("--newest", "--all", "--gzip", "--help");

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> switches = new HashSet<>();
    private final List<String> words = new ArrayList<>();

    private Arguments() {}

    static Arguments parse(List<String> arguments) throws UsageError {
        Arguments parsed = new Arguments();
        boolean onlyWords = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(0, equals) : argument;
            if (onlyWords || !argument.startsWith("-") || argument.equals("-")) {
                parsed.words.add(argument);
            } else if (argument.equals("--")) {
                onlyWords = true;
            } else if (SWITCHES.contains(argument)) {
                parsed.switches.add(argument);
            } else if (VALUES.contains(name)) {
                boolean joined = !name.equals(argument);
                if (!joined && ++i >= arguments.size()) {
                    throw new UsageError(name + " needs a value");
                }
                parsed.values.put(name, joined ? argument.substring(equals + 1) : arguments.get(i));
            } else {
                throw new UsageError("there is no option " + name);
            }
        }
        return parsed;
    }

    Optional<String> command() {
        return words.stream().findFirst();
    }

    List<String> paths() {
        return words.subList(Math.min(1, words.size()), words.size());
    }

    boolean has(String name) {
        return switches.contains(name);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) throws UsageError {
        return value(name).orElseThrow(() -> new UsageError(name + " is missing"));
    }

    Optional<Path> file(String name) {
        return value(name).map(Path::of);
    }

    long number(String name, long otherwise) throws UsageError {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UsageError(name + " takes a number, not " + text);
        }
    }
}
