package cloud.dumont.sandbox.local;

import cloud.dumont.sandbox.os.Daemon;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who runs, kept true on disk: the list for a later sweep at once, the endpoints file as soon as all is ready. */
final class Roster implements AutoCloseable {
    private final RunRecord record;
    private final EndpointsFile file;
    private final Map<String, Daemon> daemons;
    private @Nullable Endpoints published;

    Roster(RunRecord record, EndpointsFile file, Map<String, Daemon> daemons) {
        this.record = record;
        this.file = file;
        this.daemons = daemons;
    }

    Map<String, Daemon> daemons() {
        return daemons;
    }

    /** Process ids by name, the launcher among them; who is down is not there. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("launcher", ProcessHandle.current().pid());
        daemons.forEach((name, daemon) -> {
            if (daemon.alive()) {
                pids.put(name, daemon.pid());
            }
        });
        return pids;
    }

    /** To be called after any start or death that was asked for. */
    synchronized void changed() throws IOException {
        record.list(daemons.values());
        Endpoints last = published;
        if (last != null) {
            publish(last.withPids(pids()));
        }
    }

    synchronized void publish(Endpoints endpoints) throws IOException {
        file.write(endpoints);
        published = endpoints;
    }

    synchronized Endpoints endpoints() {
        Endpoints last = published;
        if (last == null) {
            throw new IllegalStateException("the sandbox is not ready");
        }
        return last;
    }

    @Override
    public synchronized void close() throws IOException {
        published = null;
        file.remove();
    }
}
