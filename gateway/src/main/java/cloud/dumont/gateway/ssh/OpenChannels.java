package cloud.dumont.gateway.ssh;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The connections that go through the jump host now, with the epoch of the box they lead to. */
@Component
class OpenChannels {
    private static final Logger log = LoggerFactory.getLogger(OpenChannels.class);
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    record Entry(Channel channel, UserId user, String name, InstanceId machine, Epoch epoch) {}

    void add(Entry entry) {
        entries.add(entry);
        entry.channel().addCloseFutureListener(closed -> entries.remove(entry));
    }

    List<Entry> all() {
        return List.copyOf(entries);
    }

    /** The machine is somewhere else now: what still leads to the old box ends, and the same command reconnects. */
    void closeOlder(InstanceId machine, Epoch epoch) {
        for (Entry entry : entries) {
            if (entry.machine().equals(machine) && entry.epoch().isBefore(epoch)) {
                close(entry);
            }
        }
    }

    void close(Entry entry) {
        log.atInfo()
                .addKeyValue("machine_id", entry.machine().text())
                .addKeyValue("epoch", entry.epoch().value())
                .log("an SSH connection to an old box is closed");
        Session session = entry.channel().getSession();
        boolean isShared = entries.stream()
                .anyMatch(other ->
                        !other.equals(entry) && session.equals(other.channel().getSession()));
        if (isShared) {
            entry.channel().close(false);
            return;
        }
        // A channel ends without a word; the end of the whole connection is something that the user's ssh prints.
        try {
            session.disconnect(
                    SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
                    entry.name() + " left this box; the same command leads to the next one");
        } catch (IOException e) {
            session.close(true);
        }
    }
}
