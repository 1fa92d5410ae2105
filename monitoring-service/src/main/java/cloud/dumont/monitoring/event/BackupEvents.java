package cloud.dumont.monitoring.event;

import cloud.dumont.events.BackupEvent;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.monitoring.event.PublicEvent.Severity;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Which facts about saved files are told to users. The backups that a machine makes all the time are not: they would flood. */
final class BackupEvents {
    private BackupEvents() {}

    static Optional<PublicEvent> of(BackupEvent event, JsonNode data, Function<InstanceId, String> names) {
        return switch (event) {
            case BackupEvent.Committed committed ->
                committed.kind().equals("continuous")
                        ? Optional.empty()
                        : told(
                                "backup.committed",
                                Severity.INFO,
                                committed.instance(),
                                committed(committed),
                                data,
                                names);
            case BackupEvent.Verified verified ->
                told(
                        "backup.verified",
                        Severity.INFO,
                        verified.instance(),
                        "a backup was read back and is whole.",
                        data,
                        names);
            case BackupEvent.Damaged damaged ->
                told(
                        "backup.damaged",
                        Severity.ERROR,
                        damaged.instance(),
                        damaged.badFileCount() + " files of a backup cannot be restored whole.",
                        data,
                        names);
            case BackupEvent.Late late ->
                told(
                        "backup.late",
                        Severity.WARNING,
                        late.instance(),
                        "the last backup is " + late.ageS() + " s old.",
                        data,
                        names);
            case BackupEvent.Failed failed ->
                told("backup.failed", Severity.ERROR, failed.instance(), failed.detail(), data, names);
            case BackupEvent.KeyShown shown ->
                told(
                        "backup.key_shown",
                        Severity.WARNING,
                        shown.instance(),
                        "the backup key was handed out.",
                        data,
                        names);
            case BackupEvent.RestoreStarted started ->
                told(
                        "restore.started",
                        Severity.INFO,
                        started.instance(),
                        "files are being brought back.",
                        data,
                        names);
            case BackupEvent.RestoreCompleted completed ->
                told(
                        "restore.completed",
                        completed.damagedFiles() == 0 ? Severity.INFO : Severity.WARNING,
                        completed.instance(),
                        completed(completed),
                        data,
                        names);
            case BackupEvent.RestoreFailed failed ->
                told("restore.failed", Severity.ERROR, failed.instance(), failed.detail(), data, names);
            case BackupEvent.OrdersChanged changed -> Optional.empty();
        };
    }

    private static String committed(BackupEvent.Committed committed) {
        return committed.kind().equals("final") ? "the final backup was made." : "a snapshot was made.";
    }

    private static String completed(BackupEvent.RestoreCompleted completed) {
        String all = completed.files() + " files were brought back in " + completed.seconds() + " s";
        return completed.damagedFiles() == 0
                ? all + "."
                : all + ", " + completed.damagedFiles() + " of them not whole.";
    }

    private static Optional<PublicEvent> told(
            String type,
            Severity severity,
            InstanceId instance,
            String what,
            JsonNode data,
            Function<InstanceId, String> names) {
        String name = names.apply(instance);
        return Optional.of(
                new PublicEvent(type, severity, instance, name + ": " + what, PublicEvents.withName(data, name)));
    }
}
