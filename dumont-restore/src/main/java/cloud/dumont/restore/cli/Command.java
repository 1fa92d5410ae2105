package cloud.dumont.restore.cli;

import java.util.Arrays;
import java.util.Locale;

/** What can be asked. */
enum Command {
    VERSIONS,
    UNMERGED,
    LS,
    CAT,
    RESTORE,
    TAR,
    VERIFY;

    static Command of(String word) throws UsageError {
        return Arrays.stream(values())
                .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageError("there is no command " + word));
    }
}
