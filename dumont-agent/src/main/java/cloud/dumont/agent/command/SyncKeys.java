package cloud.dumont.agent.command;

import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.AuthorizedKeys;
import cloud.dumont.agent.ssh.AuthorizedKeysFile;
import java.io.IOException;

/** Fetches the authorised keys and writes them. */
public final class SyncKeys {
    private final PlatformSession platform;
    private final AuthorizedKeysFile file;
    private final Quiesce quiesce;

    public SyncKeys(PlatformSession platform, AuthorizedKeysFile file, Quiesce quiesce) {
        this.platform = platform;
        this.file = file;
        this.quiesce = quiesce;
    }

    public synchronized void sync() throws IOException {
        if (quiesce.isQuiet()) {
            return;
        }
        file.manage(
                platform.get(AgentPaths.AUTHORIZED_KEYS, AuthorizedKeys.class).keys());
    }
}
