package cloud.dumont.instances.backup.prepare;

import cloud.dumont.agent.protocol.backup.RestoreReport;
import cloud.dumont.instances.backup.FilesInPlace;
import java.util.Set;

/** What an agent's word for its phase means. */
final class PreparedPhase {
    private static final Set<String> USABLE = Set.of(RestoreReport.REST, RestoreReport.DONE);

    private PreparedPhase() {}

    static boolean isUsable(String phase) {
        return USABLE.contains(phase);
    }

    static FilesInPlace.State state(String phase) {
        return switch (phase) {
            case RestoreReport.DONE -> FilesInPlace.State.DONE;
            case RestoreReport.FAILED -> FilesInPlace.State.FAILED;
            default -> FilesInPlace.State.RUNNING;
        };
    }
}
