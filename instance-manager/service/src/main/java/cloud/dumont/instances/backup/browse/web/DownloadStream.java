package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.browse.Downloads;
import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.store.reading.ArchiveOutcome;
import cloud.dumont.instances.backup.store.reading.FileEntry;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.web.caller.OpenToAll;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Sends what a link leads to, as fast as the reader takes it and no faster. The link is the only ticket. */
@RestController
class DownloadStream {
    private static final Logger log = LoggerFactory.getLogger(DownloadStream.class);
    private static final int AT_ONCE = 8;
    private final Downloads downloads;
    private final Backups backups;
    private final SavedFiles files;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE);

    DownloadStream(Downloads downloads, Backups backups, SavedFiles files, InstantSource clock) {
        this.downloads = downloads;
        this.backups = backups;
        this.files = files;
        this.clock = clock;
    }

    /** Ends a download in the middle so that the reader's side knows that it is not whole. */
    private static final class Cut extends RuntimeException {
        Cut(RefusedException cause) {
            super(cause);
        }
    }

    @GetMapping(DownloadController.PATH + "{token}")
    @OpenToAll
    void send(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        if (!"GET".equals(request.getMethod())) {
            // A look at the headers must not use the link up.
            throw new RefusedException(new CommonRefusal.NotFound());
        }
        if (!places.tryAcquire()) {
            throw new RefusedException(new CommonRefusal.Unavailable("download"));
        }
        try {
            send(token, response);
        } finally {
            places.release();
        }
    }

    private void send(String token, HttpServletResponse response) {
        Downloads.Download download = downloads
                .take(token, clock.instant())
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        Backup backup =
                backups.find(download.backup()).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        try {
            write(download, backup, response);
        } catch (RefusedException e) {
            if (response.isCommitted()) {
                log.atWarn()
                        .addKeyValue(LogKeys.MACHINE, backup.instance())
                        .addKeyValue(LogKeys.OUTCOME, e.refusal().code())
                        .log("a download could not be finished");
                throw new Cut(e);
            }
            response.reset();
            throw e;
        } catch (IOException e) {
            log.atDebug().addKeyValue(LogKeys.MACHINE, backup.instance()).log("a download's reader went away");
        }
    }

    private void write(Downloads.Download download, Backup backup, HttpServletResponse response) throws IOException {
        List<String> paths = download.paths();
        FileEntry only = paths.size() == 1
                ? files.find(backup, paths.getFirst())
                        .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()))
                : null;
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(download.name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (only != null && only.type() == FileEntry.Type.FILE) {
            response.setContentType("application/octet-stream");
            response.setContentLengthLong(only.size());
            files.file(backup, only.path(), new Unflushed(response.getOutputStream()));
        } else {
            response.setContentType("application/x-tar");
            ArchiveOutcome outcome = files.archive(backup, paths, new Unflushed(response.getOutputStream()));
            if (!outcome.whole()) {
                log.atWarn()
                        .addKeyValue(LogKeys.MACHINE, backup.instance())
                        .addKeyValue("lost", outcome.lost().size())
                        .log("a download leaves out files that are damaged");
            }
        }
        response.flushBuffer();
    }

    /** Thrown on, past everything that would write a problem into the half of a file: the server then closes the connection. */
    @ExceptionHandler
    void cut(Cut cut) {
        throw cut;
    }
}
