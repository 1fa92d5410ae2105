package cloud.dumont.agent.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the kernel's files; a file that is not there is simply unknown. */
final class ProcFiles {
    private final Path root;

    /** @param root {@code /}, or a copy for tests */
    ProcFiles(Path root) {
        this.root = root;
    }

    Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    List<String> lines(String file) {
        return text(file).map(text -> text.lines().toList()).orElse(List.of());
    }

    /** The whole number of a file that holds only one. */
    OptionalLong number(String file) {
        Optional<String> text = text(file).filter(found -> found.matches("\\d{1,18}"));
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }

    /** A line {@code name: 123 kB} of e.g. {@code meminfo}, in bytes. */
    OptionalLong kilobytes(String file, String name) {
        for (String line : lines(file)) {
            String[] words = line.split("[:\\s]+");
            if (words.length >= 2 && words[0].equals(name) && words[1].matches("\\d{1,15}")) {
                return OptionalLong.of(Long.parseLong(words[1]) * 1024);
            }
        }
        return OptionalLong.empty();
    }
}
