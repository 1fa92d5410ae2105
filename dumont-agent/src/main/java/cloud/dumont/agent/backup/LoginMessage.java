package cloud.dumont.agent.backup;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.backup.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says to whoever logs in how much of the machine's files is still to come; nothing stays of it afterwards. */
public final class LoginMessage {
    private static final System.Logger log = System.getLogger(LoginMessage.class.getName());
    private final Path text;
    private final @Nullable Path profiles;
    private boolean shown;

    /**
     * @param text the agent's own file that holds the message
     * @param profiles folder whose scripts login shells run; null or missing: there is no message
     */
    public LoginMessage(Path text, @Nullable Path profiles) {
        this.text = text;
        this.profiles = profiles;
    }

    synchronized void show(RestoreReport report) {
        Path folder = profiles;
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try {
            StateFiles.replace(text, line(report), "rw-r--r--");
            if (!shown) {
                StateFiles.replace(hook(folder), "[ -t 1 ] && cat '" + text + "' 2>/dev/null || :\n", "rw-r--r--");
                shown = true;
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "no message at login: {0}", e.getMessage());
        }
    }

    private static Path hook(Path folder) {
        return folder.resolve("dumont-restore.sh");
    }

    private static String line(RestoreReport report) {
        return String.format(
                Locale.ROOT,
                "Dumont: your files are coming back: %d of %d files, %.1f of %.1f GB, %.0f MB/s%s.%n",
                report.filesDone(),
                report.filesTotal(),
                report.bytesDone() / 1e9,
                report.bytesTotal() / 1e9,
                report.bytesPerSecond() / 1e6,
                report.phase().equals(RestoreReport.REST) ? "; small and recent files are here" : "");
    }

    synchronized void clear() {
        try {
            Files.deleteIfExists(text);
            if (profiles != null) {
                Files.deleteIfExists(hook(profiles));
            }
            shown = false;
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "the message at login stays: {0}", e.getMessage());
        }
    }
}
