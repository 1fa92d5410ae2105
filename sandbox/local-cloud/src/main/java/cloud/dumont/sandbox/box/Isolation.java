package cloud.dumont.sandbox.box;

import cloud.dumont.sandbox.os.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out whether this machine can give boxes namespaces of their own, by doing it once. */
public final class Isolation {
    private static final List<String> PROGRAMS =
            List.of("ip", "unshare", "setpriv", "mount", "debootstrap", "truncate");

    private Isolation() {}

    /** Whether namespaces work, and if not, why in words. */
    public record Verdict(boolean namespaces, String reason) {}

    public static Verdict probe(Path state) throws IOException {
        if (!System.getProperty("os.name").startsWith("Linux")) {
            return new Verdict(false, "this is not Linux");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Verdict(false, "namespaces need root");
        }
        for (String program : PROGRAMS) {
            if (!Command.exists(program)) {
                return new Verdict(false, "the program " + program + " is missing");
            }
        }
        Files.createDirectories(state);
        Path trial = Files.createTempDirectory(state, "trial-");
        try {
            Command.Answer answer = Command.run(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--uts",
                    "--ipc",
                    "--net",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    """
                    set -e
                    mkdir "$0/l" "$0/u" "$0/w" "$0/m"
                    mount -t overlay overlay -o "lowerdir=$0/l,upperdir=$0/u,workdir=$0/w" "$0/m"
                    """,
                    trial.toString());
            return answer.ok()
                    ? new Verdict(true, "")
                    : new Verdict(false, "this system refuses namespaces or overlays here: " + answer.output());
        } finally {
            cloud.dumont.sandbox.os.Folders.delete(trial);
        }
    }
}
