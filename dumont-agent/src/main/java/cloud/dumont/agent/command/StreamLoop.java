package cloud.dumont.agent.command;

import cloud.dumont.agent.life.Backoff;
import cloud.dumont.agent.life.Life;
import cloud.dumont.agent.platform.EventReader;
import cloud.dumont.agent.platform.PlatformFailure;
import cloud.dumont.agent.platform.PlatformSession;
import cloud.dumont.agent.protocol.AgentJson;
import cloud.dumont.agent.protocol.AgentPaths;
import cloud.dumont.agent.protocol.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;

/**
 * Holds the line on which commands come. Each connection begins with a fetch of the keys: whatever was missed while there
 * was no line is then known.
 */
public final class StreamLoop implements Runnable {
    private static final System.Logger log = System.getLogger(StreamLoop.class.getName());
    /** Three of the platform's pings. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    private static final Duration LOOK = Duration.ofSeconds(5);
    private final PlatformSession platform;
    private final CommandDesk desk;
    private final SyncKeys syncKeys;
    private final Life life;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault());

    public StreamLoop(PlatformSession platform, CommandDesk desk, SyncKeys syncKeys, Life life) {
        this.platform = platform;
        this.desk = desk;
        this.syncKeys = syncKeys;
        this.life = life;
    }

    @Override
    public void run() {
        while (life.goesOn()) {
            Duration pause;
            try {
                pause = hold() ? Duration.ZERO : backoff.next();
            } catch (PlatformFailure.Unreachable e) {
                pause = e.pause(backoff.next());
            } catch (IOException e) {
                log.log(System.Logger.Level.DEBUG, "the stream ended: {0}", e.getMessage());
                pause = backoff.next();
            } catch (RuntimeException e) {
                log.log(System.Logger.Level.ERROR, "the stream failed unexpectedly", e);
                pause = backoff.next();
            }
            life.sleep(pause);
        }
    }

    /** @return whether it ended because its time was over, so that the next may begin at once */
    private boolean hold() throws IOException {
        try (EventReader events = new EventReader(platform.open(AgentPaths.STREAM, desk.lastApplied()))) {
            Thread.ofVirtual().name("stream-watch").start(() -> watch(events));
            syncKeys.sync();
            for (EventReader.Event event = events.next(); event != null; event = events.next()) {
                backoff.reset();
                if (event.name().equals("expired")) {
                    return true;
                }
                take(event);
            }
            return false;
        }
    }

    private void take(EventReader.Event event) {
        if (!event.name().equals("command")) {
            return;
        }
        try {
            desk.take(AgentJson.mapper().readValue(event.data(), Command.class));
        } catch (JacksonException e) {
            log.log(System.Logger.Level.WARNING, "an event on the stream is not a command this agent can read");
        }
    }

    /** A line that died without a word looks open for ever. */
    private void watch(EventReader events) {
        while (life.sleep(LOOK) && !events.isClosed()) {
            if (events.silentNanos() > LONGEST_SILENCE.toNanos()) {
                break;
            }
        }
        try {
            events.close();
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "the stream was closed already", e);
        }
    }
}
