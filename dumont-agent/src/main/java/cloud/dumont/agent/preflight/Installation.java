package cloud.dumont.agent.preflight;

import cloud.dumont.agent.protocol.EnrollAnswer;
import cloud.dumont.agent.ssh.AuthorizedKeysFile;
import cloud.dumont.agent.ssh.HostKeyFile;
import cloud.dumont.agent.ssh.SshDaemon;
import cloud.dumont.agent.ssh.SshEnvironment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the box the machine as far as files go: its host key, who may log in, its environment. */
public final class Installation {
    private static final System.Logger log = System.getLogger(Installation.class.getName());
    private final EnrollAnswer enrolment;
    private final HostKeyFile hostKey;
    private final AuthorizedKeysFile keys;
    private final SshEnvironment environment;
    private final SshDaemon daemon;
    private boolean keysInstalled;
    private boolean reloadOwed;

    public Installation(
            EnrollAnswer enrolment,
            HostKeyFile hostKey,
            AuthorizedKeysFile keys,
            SshEnvironment environment,
            SshDaemon daemon) {
        this.enrolment = enrolment;
        this.hostKey = hostKey;
        this.keys = keys;
        this.environment = environment;
        this.daemon = daemon;
    }

    @FunctionalInterface
    private interface Step {
        boolean install() throws IOException;
    }

    /** Does what is not done yet. @return what could not be done, for the report; empty: all is well */
    public List<String> install() {
        List<String> failures = new ArrayList<>();
        reloadOwed |= step(
                "host key", () -> hostKey.install(enrolment.hostKeyPrivate(), enrolment.hostKeyPublic()), failures);
        step("authorized keys", this::installKeysOnce, failures);
        reloadOwed |= step("environment", () -> environment.install(enrolment.environment()), failures);
        if (reloadOwed) {
            daemon.reload();
            reloadOwed = false;
        }
        return failures;
    }

    /** Only at first: afterwards the platform's newer word is in the file. */
    private boolean installKeysOnce() throws IOException {
        if (!keysInstalled) {
            keys.manage(enrolment.authorizedKeys());
            keysInstalled = true;
        }
        return false;
    }

    private static boolean step(String what, Step step, List<String> failures) {
        try {
            return step.install();
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "{0} cannot be installed: {1}", what, e);
            failures.add(what + ": " + e);
            return false;
        }
    }
}
