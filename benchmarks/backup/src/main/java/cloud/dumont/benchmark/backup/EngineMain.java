package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.protocol.backup.BackupReading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a process of its own. Reads one command a line, {@code VERB name=value …}, answers each with a line of JSON
 * and tells of every commit in between. Times are milliseconds, {@code cpu} is of the whole process.
 *
 * <ul>
 *   <li>{@code backup} opens a workspace and saves everything; stays open. {@code open} does not wait for a commit.
 *   <li>{@code cycle} saves what changed. {@code reading} says what a beat would say. {@code close} ends the workspace.
 *   <li>{@code restore} brings the newest commit into a folder. {@code grow} adds small commits.
 *   <li>{@code cpu} tells the processor time so far. {@code exit} ends the process.
 * </ul>
 */
public final class EngineMain {
    private static final Duration USUAL_SAFETY_SCAN = Duration.ofMinutes(5);
    private final InstantSource clock;
    private @Nullable Engine engine;

    private EngineMain(InstantSource clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) throws IOException {
        EngineMain main = new EngineMain(InstantSource.system());
        Line.of("ready").millis("cpu", ProcessorTime.nanos()).print();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null && !line.equals("exit")) {
                main.answer(line);
            }
        }
        System.exit(0);
    }

    private void answer(String line) {
        try {
            Map<String, String> words = new HashMap<>();
            String[] parts = line.split(" ", -1);
            for (int i = 1; i < parts.length; i++) {
                int split = parts[i].indexOf('=');
                words.put(parts[i].substring(0, split), parts[i].substring(split + 1));
            }
            carryOut(parts[0], words).print();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            Line.of("failed").with("why", String.valueOf(e)).print();
            e.printStackTrace();
        }
    }

    private Line carryOut(String verb, Map<String, String> words) throws Exception {
        return switch (verb) {
            case "backup" -> open(words, true).first();
            case "open" -> {
                open(words, false);
                yield Line.of("opened");
            }
            case "cycle" -> open().cycle();
            case "reading" -> line(open().reading());
            case "close" -> close();
            case "restore" -> new RestoreRun(Place.of(words, clock)).run();
            case "grow" ->
                new ManyCommits(Place.of(words, clock)).add(Integer.parseInt(words.getOrDefault("commits", "1")));
            case "cpu" -> Line.of("cpu").millis("cpu", ProcessorTime.nanos());
            default -> throw new IllegalArgumentException("there is no command " + verb);
        };
    }

    private Engine open(Map<String, String> words, boolean save) throws IOException {
        if (engine != null) {
            throw new IllegalStateException("a workspace is open; close it first");
        }
        String seconds = words.get("safety");
        Duration safety = seconds == null ? USUAL_SAFETY_SCAN : Duration.ofSeconds(Long.parseLong(seconds));
        Engine started = Engine.start(Place.of(words, clock), safety, save);
        engine = started;
        return started;
    }

    private Engine open() {
        Engine now = engine;
        if (now == null) {
            throw new IllegalStateException("no workspace is open");
        }
        return now;
    }

    private Line close() throws InterruptedException {
        open().close();
        engine = null;
        return Line.of("closed");
    }

    private static Line line(BackupReading reading) {
        Long ago = reading.protectedAgoMillis();
        String problem = reading.problem();
        return Line.of("reading")
                .with("state", reading.state())
                .with("unprotected", reading.unprotectedMillis())
                .with("ago", ago == null ? -1 : ago)
                .with("backlog", reading.backlogBytes())
                .with("files", reading.files())
                .with("watched", reading.watched())
                .with("problem", problem == null ? "" : problem);
    }
}
