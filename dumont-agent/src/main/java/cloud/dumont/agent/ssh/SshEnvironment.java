package cloud.dumont.agent.ssh;

import cloud.dumont.agent.life.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Brings the user's environment into shells: a profile file to be sourced, and a setting of sshd, which reaches commands
 * and non-login shells too.
 */
public final class SshEnvironment {
    private static final System.Logger log = System.getLogger(SshEnvironment.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private final SshPlaces places;
    private final Path profile;
    private final SshDaemon daemon;

    public SshEnvironment(SshPlaces places, Path home, SshDaemon daemon) {
        this.places = places;
        this.profile = home.resolve("profile.sh");
        this.daemon = daemon;
    }

    /** @return whether sshd has to read its settings anew */
    public boolean install(Map<String, String> environment) throws IOException {
        Map<String, String> sorted = new TreeMap<>(environment);
        sorted.keySet().removeIf(name -> !NAME.matcher(name).matches());
        StateFiles.replace(profile, shell(sorted), "rw-r--r--");
        return includesDropIns() && setting(sorted);
    }

    static String shell(Map<String, String> environment) {
        StringBuilder text = new StringBuilder("# Environment of this machine; source it from your profile.\n");
        environment.forEach((name, value) -> text.append("export ")
                .append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        return text.toString();
    }

    /** sshd takes only the first SetEnv, so there is one; values it cannot quote stay in the profile alone. */
    static String setEnv(Map<String, String> environment) {
        StringBuilder line = new StringBuilder();
        environment.forEach((name, value) -> {
            if (value.chars().allMatch(c -> c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)) {
                line.append(" \"").append(name).append('=').append(value).append('"');
            }
        });
        return line.isEmpty() ? "" : "SetEnv" + line + "\n";
    }

    private boolean includesDropIns() throws IOException {
        if (!Files.exists(places.config())) {
            return false;
        }
        Path folder = places.dropIn().toAbsolutePath().getParent();
        return Files.readAllLines(places.config()).stream()
                .map(String::strip)
                .anyMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("include")
                        && (line.contains(folder + "/") || line.matches("(?i)include\\s+sshd_config\\.d/.*")));
    }

    private boolean setting(Map<String, String> environment) throws IOException {
        Path file = places.dropIn();
        String next = setEnv(environment);
        String now = Files.exists(file) ? Files.readString(file) : "";
        if (next.equals(now)) {
            return false;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        StateFiles.replace(file, next, "rw-------");
        if (!daemon.accepts()) {
            log.log(System.Logger.Level.WARNING, "sshd does not take the environment; it is in {0} only", profile);
            Files.deleteIfExists(file);
            return false;
        }
        return true;
    }
}
