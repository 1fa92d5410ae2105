package cloud.dumont.sandbox.gce;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to run the simulator.
 *
 * @param port 0 for any free one
 * @param project the one project that exists
 * @param token what callers must bear; null asks for none
 * @param seed the same seed gives the same waits
 * @param bootScale all waits of the cloud times this; 1 is real life
 * @param sshPort at which port 22 of a machine's external address is reached; 22 where that may be opened
 * @param callsPerMinute what the project may ask; 1,500 in real life
 * @param stateFile where everything survives a restart; null keeps nothing
 * @param requestLog file for one JSON line per request; null keeps the newest in memory only
 */
public record GceSimulatorConfig(
        int port,
        String project,
        @Nullable String token,
        long seed,
        double bootScale,
        int sshPort,
        int callsPerMinute,
        @Nullable Path stateFile,
        @Nullable Path requestLog) {
    public static final int USUAL_CALLS = 1_500;

    public GceSimulatorConfig(
            int port, String project, @Nullable String token, long seed, double bootScale, int sshPort) {
        this(port, project, token, seed, bootScale, sshPort, USUAL_CALLS, null, null);
    }

    public GceSimulatorConfig withStateFile(Path file) {
        return new GceSimulatorConfig(port, project, token, seed, bootScale, sshPort, callsPerMinute, file, requestLog);
    }

    public GceSimulatorConfig withCallsPerMinute(int calls) {
        return new GceSimulatorConfig(port, project, token, seed, bootScale, sshPort, calls, stateFile, requestLog);
    }
}
