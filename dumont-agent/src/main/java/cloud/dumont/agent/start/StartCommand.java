package cloud.dumont.agent.start;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.Beat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's start command: run once per start of the box, in a session of its own, so that it outlives this agent. What
 * is known of it is in files, so that the next agent knows it too.
 */
public final class StartCommand {
    private static final System.Logger log = System.getLogger(StartCommand.class.getName());
    private static final String BOOT = "boot";
    private static final String PID = "pid";
    private static final String EXIT = "exit";
    private static final int TAIL = 2048;
    private static final long LONGEST_OUTPUT = 16L << 20;

    /** $1 the folder, $2 the shell, $3 the command. */
    private static final String WRAPPER = """
            echo $$ >"$1/pid.new" && mv "$1/pid.new" "$1/pid"
            "$2" -c "$3" >>"$1/output.log" 2>&1 </dev/null
            echo $? >"$1/exit.new" && mv "$1/exit.new" "$1/exit"
            """;

    private final @Nullable String command;
    private final Map<String, String> environment;
    private final String bootId;
    private final StateFiles files;

    /** @param command null: the user wants none */
    public StartCommand(@Nullable String command, Map<String, String> environment, String bootId, StateFiles files) {
        this.command = command;
        this.environment = environment;
        this.bootId = bootId;
        this.files = files;
    }

    /** Starts it unless it was started since the box did. */
    public synchronized void startOnce() throws IOException {
        if (command == null || command.isBlank() || wasStarted()) {
            return;
        }
        files.delete(PID);
        files.delete(EXIT);
        files.write(BOOT, bootId);
        String shell = Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
        ProcessBuilder builder = new ProcessBuilder(
                        "setsid",
                        "/bin/sh",
                        "-c",
                        WRAPPER,
                        "dumont-start",
                        files.folder().toString(),
                        shell,
                        command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Path home = Path.of(System.getProperty("user.home", "/"));
        if (Files.isDirectory(home)) {
            builder.directory(home.toFile());
        }
        Map<String, String> own = builder.environment();
        own.keySet().removeAll(java.util.Set.of("DUMONT_TOKEN", "DUMONT_URL", "DUMONT_AGENT_SHA256", "DUMONT_BOOT_ID"));
        own.putAll(environment);
        builder.start();
        log.log(System.Logger.Level.INFO, "the start command runs; its output is in {0}", output());
    }

    private boolean wasStarted() throws IOException {
        return files.read(BOOT).filter(bootId::equals).isPresent()
                && (pid().isPresent() || files.read(EXIT).isPresent());
    }

    private Optional<Long> pid() throws IOException {
        return files.read(PID)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,10}"))
                .map(Long::valueOf);
    }

    /** @return null when there is no start command */
    public Beat.@Nullable StartCommand state() {
        if (command == null || command.isBlank()) {
            return null;
        }
        try {
            if (files.read(BOOT).filter(bootId::equals).isEmpty()) {
                return new Beat.StartCommand("waiting", null, null);
            }
            Optional<Integer> exit = files.read(EXIT)
                    .map(String::strip)
                    .filter(text -> text.matches("\\d{1,3}"))
                    .map(Integer::valueOf);
            boolean lives = exit.isEmpty() && isAlive();
            return new Beat.StartCommand(lives ? "running" : "exited", exit.orElse(null), tail());
        } catch (IOException e) {
            return new Beat.StartCommand("waiting", null, null);
        }
    }

    private boolean isAlive() throws IOException {
        Optional<Long> pid = pid();
        // No number yet: the shell that writes it has only just been started.
        return pid.isEmpty()
                || pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).isPresent();
    }

    private Path output() {
        return files.folder().resolve("output.log");
    }

    private @Nullable String tail() throws IOException {
        if (!Files.exists(output())) {
            return null;
        }
        try (RandomAccessFile file = new RandomAccessFile(output().toFile(), "rw")) {
            long length = file.length();
            byte[] bytes = new byte[(int) Math.min(length, TAIL)];
            file.seek(length - bytes.length);
            file.readFully(bytes);
            if (length > LONGEST_OUTPUT) {
                // The command appends, so it goes on at the new end.
                file.setLength(0);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Ends it and everything it started. */
    public void stop() throws IOException {
        Optional<Long> pid = pid();
        if (pid.isEmpty() || files.read(EXIT).isPresent() || !isAlive()) {
            return;
        }
        new ProcessBuilder("kill", "-TERM", "--", "-" + pid.get())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
