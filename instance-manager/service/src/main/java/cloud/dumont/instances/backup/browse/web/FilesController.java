package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.browse.OwnBackups;
import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.store.reading.Comparison;
import cloud.dumont.instances.backup.store.reading.Folder;
import cloud.dumont.instances.backup.store.reading.SearchHits;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The files of a version. Names are the user's data: nothing here writes them into a log. */
@RestController
class FilesController {
    private static final int MOST_HITS = 200;
    private static final int MOST_DIFFERENCES = 500;
    private static final int LONGEST_SEARCH = 200;
    private final OwnBackups own;
    private final SavedFiles files;
    private final Cursors cursors;

    FilesController(OwnBackups own, SavedFiles files, Cursors cursors) {
        this.own = own;
        this.files = files;
        this.cursors = cursors;
    }

    /** @param complete false: a part of the list is lost, or there are more hits than are shown */
    record Files(
            String path,
            List<FileLine> entries,
            boolean complete,
            @Nullable String nextCursor) {}

    record Differences(List<FileLine> added, List<FileLine> changed, List<FileLine> removed, boolean more) {}

    @GetMapping("/api/v1/backups/{id}/files")
    @RequiresScope("backups:read")
    Files files(
            @PathVariable BackupId id,
            @RequestParam(defaultValue = "/") String path,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        Backup backup = own.get(id, caller.user());
        String folder = Paths.valid("?path", path);
        return search == null ? folder(backup, folder, Limit.of(limit), cursor) : search(backup, folder, search);
    }

    private Files folder(Backup backup, String path, int limit, @Nullable String cursor) {
        String list = "files?" + backup.id() + path;
        String after = cursor == null ? null : cursors.open(list, cursor).getFirst();
        Folder folder = files.folder(backup, path, after, limit)
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        String next = folder.next();
        return new Files(
                folder.path(),
                FileLine.of(folder.entries()),
                folder.complete(),
                next == null ? null : cursors.seal(list, List.of(next)));
    }

    private Files search(Backup backup, String path, String text) {
        if (text.isBlank() || text.length() > LONGEST_SEARCH) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "?search", "out_of_range", "Search for 1 to 200 characters of a name."));
        }
        SearchHits hits = files.search(backup, path, text, MOST_HITS);
        return new Files(path, FileLine.of(hits.entries()), !hits.more(), null);
    }

    @GetMapping("/api/v1/backups/{id}/compare")
    @RequiresScope("backups:read")
    Differences compare(
            @PathVariable BackupId id,
            @RequestParam("with") BackupId with,
            @RequestParam(defaultValue = "/") String path,
            Caller caller) {
        Backup newer = own.get(id, caller.user());
        Backup older = own.get(with, caller.user());
        if (!older.instance().equals(newer.instance())) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "?with", "other_machine", "Only versions of one machine can be compared."));
        }
        Comparison comparison = files.compare(older, newer, Paths.valid("?path", path), MOST_DIFFERENCES);
        return new Differences(
                FileLine.of(comparison.added()),
                FileLine.of(comparison.changed()),
                FileLine.of(comparison.removed()),
                comparison.more());
    }
}
