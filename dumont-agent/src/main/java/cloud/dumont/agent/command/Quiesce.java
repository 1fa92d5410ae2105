package cloud.dumont.agent.command;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.ssh.AuthorizedKeysFile;
import cloud.dumont.agent.ssh.SshDaemon;
import cloud.dumont.agent.start.StartCommand;
import java.io.IOException;
import java.util.List;

/** The machine lives elsewhere now: nobody works on this box any more. It stays so over restarts. */
public final class Quiesce {
    private static final System.Logger log = System.getLogger(Quiesce.class.getName());
    private static final String FLAG = "quiesced";
    private final StateFiles state;
    private final AuthorizedKeysFile keys;
    private final SshDaemon ssh;
    private final StartCommand startCommand;

    public Quiesce(StateFiles state, AuthorizedKeysFile keys, SshDaemon ssh, StartCommand startCommand) {
        this.state = state;
        this.keys = keys;
        this.ssh = ssh;
        this.startCommand = startCommand;
    }

    public synchronized boolean isQuiet() {
        try {
            return state.read(FLAG).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    public synchronized void now() throws IOException {
        if (!isQuiet()) {
            log.log(System.Logger.Level.WARNING, "this machine lives elsewhere now: closing sshd, ending programs");
            state.write(FLAG, "");
        }
        keys.manage(List.of());
        startCommand.stop();
        ssh.close();
    }
}
