package cloud.dumont.agent;

import cloud.dumont.agent.protocol.Goodbye;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Starts the agent with what the environment says. Exit status: 78 wrong configuration, 75 another agent runs, 1 else. */
public final class Main {
    private static final System.Logger log = System.getLogger(Main.class.getName());
    private static final int FAILED = 1;
    private static final int ANOTHER_RUNS = 75;
    private static final int WRONG_CONFIGURATION = 78;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run());
    }

    private static int run() {
        try {
            Agent agent = new Agent(AgentConfig.of(System.getenv(), version()), InstantSource.system());
            if (!agent.isTheOnlyOne()) {
                log.log(System.Logger.Level.ERROR, "another agent runs here already");
                return ANOTHER_RUNS;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> agent.end(Goodbye.SIGTERM)));
            agent.run();
            return 0;
        } catch (IllegalArgumentException e) {
            log.log(System.Logger.Level.ERROR, "the environment is wrong: {0}", e.getMessage());
            return WRONG_CONFIGURATION;
        } catch (IOException e) {
            log.log(System.Logger.Level.ERROR, "the agent cannot work: {0}", e);
            return FAILED;
        }
    }

    static String version() throws IOException {
        try (InputStream in = Main.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
