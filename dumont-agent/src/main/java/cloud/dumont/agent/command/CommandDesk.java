package cloud.dumont.agent.command;

import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.protocol.Acks;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;

/** Applies commands in their order, each once, whether they come with a beat or over the stream. */
public final class CommandDesk implements Runnable {
    private static final System.Logger log = System.getLogger(CommandDesk.class.getName());
    private static final String FILE = "last-command";
    private static final int TRIES = 5;
    private final BlockingQueue<Optional<Command>> waiting = new LinkedBlockingQueue<>();
    private final List<Acks.Ack> unsent = new ArrayList<>();
    private final PlatformSession platform;
    private final SyncKeys syncKeys;
    private final Quiesce quiesce;
    private final Runnable backupChanged;
    private final StateFiles state;
    private final Life life;
    private volatile long lastApplied;

    /** @param backupChanged makes somebody else fetch the backup's orders, soon */
    public CommandDesk(
            PlatformSession platform,
            SyncKeys syncKeys,
            Quiesce quiesce,
            Runnable backupChanged,
            StateFiles state,
            Life life)
            throws IOException {
        this.platform = platform;
        this.syncKeys = syncKeys;
        this.quiesce = quiesce;
        this.backupChanged = backupChanged;
        this.state = state;
        this.life = life;
        this.lastApplied = state.read(FILE)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    public long lastApplied() {
        return lastApplied;
    }

    public void take(Command command) {
        waiting.add(Optional.of(command));
    }

    /** Without waiting for what else there is to do. */
    public void quiesce() {
        try {
            quiesce.now();
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "this box could not be made quiet", e);
        }
    }

    @Override
    public void run() {
        life.whenEnded(() -> waiting.add(Optional.empty()));
        while (life.goesOn()) {
            try {
                waiting.take().filter(command -> command.id() > lastApplied).ifPresent(this::settle);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.log(System.Logger.Level.ERROR, "a command failed unexpectedly", e);
            }
        }
    }

    private void settle(Command command) {
        Acks.Ack ack = apply(command);
        lastApplied = command.id();
        try {
            state.write(FILE, Long.toString(lastApplied));
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "a command may be applied again: {0}", e.getMessage());
        }
        unsent.add(ack);
        try {
            platform.tell(AgentPaths.ACKS, new Acks(List.copyOf(unsent)));
            unsent.clear();
        } catch (PlatformFailure e) {
            log.log(System.Logger.Level.WARNING, "acknowledgements wait: {0}", e.getMessage());
        }
    }

    private Acks.Ack apply(Command command) {
        log.log(
                System.Logger.Level.INFO,
                "command {0}: {1}",
                command.id(),
                command.kind().word());
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), RandomGenerator.getDefault());
        String failure = "";
        for (int i = 0; i < TRIES && life.goesOn(); i++) {
            try {
                return once(command);
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
                life.sleep(backoff.next());
            }
        }
        return new Acks.Ack(command.id(), "failed", failure);
    }

    private Acks.Ack once(Command command) throws IOException {
        return switch (command.kind()) {
            case KEYS_CHANGED -> {
                syncKeys.sync();
                yield new Acks.Ack(command.id(), "done", null);
            }
            case QUIESCE -> {
                quiesce.now();
                yield new Acks.Ack(command.id(), "done", null);
            }
            case BACKUP_CHANGED -> {
                backupChanged.run();
                yield new Acks.Ack(command.id(), "done", null);
            }
            case UNKNOWN -> new Acks.Ack(command.id(), "unknown", null);
        };
    }
}
