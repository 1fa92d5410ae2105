package cloud.dumont.agent.protocol.backup;

import cloud.dumont.kernel.Epoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a restore is; sent at least every two seconds while it runs.
 *
 * @param phase {@code planning}, {@code hot} (small and recent files), {@code rest}, {@code done}, {@code failed}
 * @param damaged at most 100 absolute paths that could not be brought back whole
 * @param problem one line for the user when it failed or goes slowly
 */
public record RestoreReport(
        String id,
        Epoch epoch,
        String phase,
        long filesDone,
        long filesTotal,
        long bytesDone,
        long bytesTotal,
        long bytesPerSecond,
        long damagedFiles,
        List<String> damaged,
        @Nullable String problem) {
    public static final String PLANNING = "planning";
    public static final String HOT = "hot";
    public static final String REST = "rest";
    public static final String DONE = "done";
    public static final String FAILED = "failed";
}
