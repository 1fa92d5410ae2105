package cloud.dumont.instances.backup.web;

import cloud.dumont.instances.backup.restore.OrderRestore;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /instances/{id}/restore}. */
record RestoreRequest(
        @Nullable String backupId,
        @Nullable Instant at,
        @Nullable List<@Nullable String> paths,
        @Nullable String target,
        @Nullable String directory,
        @Nullable Boolean newest) {
    private static final int MOST_PATHS = 1_000;
    private static final int MAX_PATH = 4_096;

    OrderRestore.Wish wish() {
        if ((backupId == null) == (at == null)) {
            throw invalid("#/backup_id", "Name either backup_id or at.");
        }
        return new OrderRestore.Wish(id(), at, validPaths(), into(), Boolean.TRUE.equals(newest));
    }

    private @Nullable BackupId id() {
        try {
            return backupId == null ? null : BackupId.parse(backupId);
        } catch (IllegalArgumentException e) {
            throw invalid("#/backup_id", "Not the id of a backup.");
        }
    }

    private List<String> validPaths() {
        if (paths == null) {
            return List.of();
        }
        if (paths.size() > MOST_PATHS) {
            throw invalid("#/paths", "At most 1000 paths.");
        }
        return paths.stream().map(path -> absolute("#/paths", path)).toList();
    }

    private String into() {
        return switch (target) {
            case null -> directory == null ? "" : absolute("#/directory", directory);
            case "in_place" -> "";
            case "directory" -> absolute("#/directory", directory);
            default -> throw invalid("#/target", "target is in_place or directory.");
        };
    }

    private static String absolute(String pointer, @Nullable String path) {
        boolean good = path != null
                && path.startsWith("/")
                && path.length() <= MAX_PATH
                && path.indexOf('\0') < 0
                && List.of(path.split("/", -1)).stream().noneMatch(part -> part.equals("..") || part.equals("."));
        if (!good) {
            throw invalid(pointer, "A path is absolute, without '.' and '..'.");
        }
        return String.valueOf(path);
    }

    private static RefusedException invalid(String pointer, String detail) {
        return new RefusedException(new CommonRefusal.ValidationFailed(pointer, "invalid", detail));
    }
}
