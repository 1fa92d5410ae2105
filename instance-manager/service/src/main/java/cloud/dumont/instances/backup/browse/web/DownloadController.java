package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.BackupConfig;
import cloud.dumont.instances.backup.browse.Downloads;
import cloud.dumont.instances.backup.browse.OwnBackups;
import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.store.reading.FileEntry;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Makes links to downloads. */
@RestController
class DownloadController {
    static final String PATH = "/api/v1/downloads/";
    private static final int MOST_PATHS = 100;
    private final OwnBackups own;
    private final SavedFiles files;
    private final Downloads downloads;
    private final Machines machines;
    private final BackupConfig config;
    private final InstantSource clock;

    DownloadController(
            OwnBackups own,
            SavedFiles files,
            Downloads downloads,
            Machines machines,
            BackupConfig config,
            InstantSource clock) {
        this.own = own;
        this.files = files;
        this.downloads = downloads;
        this.machines = machines;
        this.config = config;
        this.clock = clock;
    }

    record Wish(@Nullable List<String> paths) {}

    record Link(String url, Instant expiresAt, String name) {}

    @PostMapping("/api/v1/backups/{id}/download")
    @RequiresScope("backups:restore")
    Link prepare(@PathVariable BackupId id, @RequestBody Wish wish, Caller caller) {
        Backup backup = own.get(id, caller.user());
        List<String> paths = paths(wish);
        List<FileEntry> entries = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String pointer = "#/paths/" + i;
            entries.add(files.find(backup, paths.get(i))
                    .orElseThrow(() -> new RefusedException(new CommonRefusal.ValidationFailed(
                            pointer, "not_found", "This version has no such file or folder."))));
        }
        Machine machine = machines.own(backup.instance(), caller.user());
        String name = name(entries, machine.name() + "-" + backup.seq());
        Instant until = clock.instant().plus(config.downloadLife());
        return new Link(PATH + downloads.offer(backup, paths, name, until), until, name);
    }

    private static List<String> paths(Wish wish) {
        List<String> paths = wish.paths();
        if (paths == null || paths.isEmpty() || paths.size() > MOST_PATHS) {
            throw new RefusedException(
                    new CommonRefusal.ValidationFailed("#/paths", "out_of_range", "Name 1 to 100 files or folders."));
        }
        return paths.stream().map(path -> Paths.valid("#/paths", path)).toList();
    }

    private static String name(List<FileEntry> entries, String otherwise) {
        FileEntry only = entries.size() == 1 ? entries.getFirst() : null;
        if (only == null || only.name().isEmpty()) {
            return otherwise + ".tar";
        }
        return only.type() == FileEntry.Type.FILE ? only.name() : only.name() + ".tar";
    }
}
