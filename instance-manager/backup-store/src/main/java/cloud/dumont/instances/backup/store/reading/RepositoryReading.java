package cloud.dumont.instances.backup.store.reading;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.backup.store.bucket.BackupStore;
import cloud.dumont.restore.archive.ArchiveReport;
import cloud.dumont.restore.archive.LostContent;
import cloud.dumont.restore.archive.TarArchive;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads versions in the store for the dashboard: browse, search, compare, download, preview. Nothing is written. Calls may run at
 * the same time; each can take seconds and may be repeated. They throw {@link ReadingFailed}, and
 * {@link IllegalArgumentException} for a path that is none. Versions read lately stay open within {@link ReadingLimits}.
 */
public final class RepositoryReading implements AutoCloseable {
    private static final int MOST_LOST = 1000;
    private final OpenVersions versions;
    private final ReadingLimits limits;

    public RepositoryReading(BackupStore store, ReadingLimits limits) {
        this.versions = new OpenVersions(new StoreSource(store), limits);
        this.limits = limits;
    }

    /**
     * @param path absolute, {@code /} for all
     * @param after a name within it, as text; null: from the first
     * @return empty when the version has no such folder
     */
    public Optional<Folder> folder(
            WorkspaceAccess access, CommitRef commit, String path, @Nullable String after, int limit) {
        RawPath folder = PathText.parse(path);
        return versions.read(access, commit, version -> {
            Optional<RawPath> from = after == null
                    ? Optional.empty()
                    : Optional.of(folder.child(PathText.parse("/" + after).bytes()));
            FolderSizes sizes = version.sizes(limits);
            return version.tree().list(folder, from, limit + 1).map(children -> {
                List<FileEntry> entries = children.entries().stream()
                        .limit(limit)
                        .map(entry -> FileEntry.of(entry, sizes))
                        .toList();
                boolean more = children.entries().size() > limit;
                String next = more ? entries.getLast().name() : null;
                return new Folder(PathText.of(folder), entries, children.complete(), next);
            });
        });
    }

    public Optional<FileEntry> find(WorkspaceAccess access, CommitRef commit, String path) {
        RawPath wanted = PathText.parse(path);
        return versions.read(
                access,
                commit,
                version -> version.tree().find(wanted).map(entry -> FileEntry.of(entry, FolderSizes.NONE)));
    }

    /** Names below {@code path} that contain the text, whatever its case. */
    public SearchHits search(WorkspaceAccess access, CommitRef commit, String path, String text, int limit) {
        RawPath below = PathText.parse(path);
        return versions.read(access, commit, version -> NameSearch.run(version.tree(), below, text, limit));
    }

    /** How the newer differs from the older, at and below {@code path}; {@code limit} entries of each kind. */
    public Comparison compare(WorkspaceAccess access, CommitRef older, CommitRef newer, String path, int limit) {
        RawPath below = PathText.parse(path);
        return versions.read(
                access,
                older,
                one -> versions.read(access, newer, other -> {
                    ComparedLists lists = new ComparedLists(limit);
                    Differences.between(one.tree(), other.tree(), below, lists);
                    return lists.comparison();
                }));
    }

    /**
     * What a restore of these paths to where they were would do to the newest version.
     *
     * @param newest null: nothing is there
     * @param paths empty: everything
     */
    public RestorePreview preview(
            WorkspaceAccess access, CommitRef commit, @Nullable CommitRef newest, Collection<String> paths) {
        List<RawPath> wanted = paths(paths);
        return versions.read(access, commit, version -> {
            long[] sums = new long[2];
            Selection.Visit visit = Selection.of(wanted).visit(version.tree(), entry -> {
                if (entry instanceof Entry.File file) {
                    sums[0]++;
                    sums[1] += FileEntry.size(file);
                }
            });
            PreviewCount count = newest == null ? new PreviewCount() : replaced(access, version, newest, wanted);
            List<String> missing = visit.missing().stream().map(PathText::of).toList();
            return new RestorePreview(sums[0], sums[1], count.overwrites(), count.first(), missing);
        });
    }

    private PreviewCount replaced(WorkspaceAccess access, OpenVersion version, CommitRef newest, List<RawPath> wanted) {
        return versions.read(access, newest, now -> {
            PreviewCount count = new PreviewCount();
            for (RawPath path : wanted) {
                Differences.between(version.tree(), now.tree(), path, count);
            }
            return count;
        });
    }

    /** Of the whole version; nothing of the contents is read. */
    public SavedDigest digest(WorkspaceAccess access, CommitRef commit) {
        return versions.read(access, commit, version -> {
            TreeDigest digest = new TreeDigest();
            Selection.of(List.of(RawPath.ROOT)).visit(version.tree(), digest::add);
            return digest.result();
        });
    }

    /**
     * Streams a tar archive. What is lost is left out or filled with zeros, and told; the archive is well-formed all the same.
     *
     * @param paths empty: everything
     * @param newest also contents that never held still
     * @throws IOException when {@code out} fails
     */
    public ArchiveOutcome archive(
            WorkspaceAccess access, CommitRef commit, Collection<String> paths, boolean newest, OutputStream out)
            throws IOException {
        Selection selection = Selection.of(paths(paths));
        try (Outlet outlet = new Outlet(out)) {
            ArchiveReport report = versions.read(
                    access,
                    commit,
                    version -> new TarArchive(version.workspace(), newest).write(version.tree(), selection, outlet));
            return outcome(report);
        } catch (ReadingFailed failed) {
            throw Outlet.failureOf(failed).orElseThrow(() -> failed);
        }
    }

    /**
     * Streams one regular file.
     *
     * @throws IOException when {@code out} fails
     */
    public void file(WorkspaceAccess access, CommitRef commit, String path, OutputStream out) throws IOException {
        RawPath wanted = PathText.parse(path);
        try (Outlet outlet = new Outlet(out)) {
            versions.read(access, commit, version -> {
                if (!(version.tree().find(wanted).orElse(null) instanceof Entry.File file)) {
                    throw new IllegalArgumentException("not a regular file: " + path);
                }
                try (InputStream content = version.workspace().open(file.content(false))) {
                    return content.transferTo(outlet);
                }
            });
        } catch (ReadingFailed failed) {
            throw Outlet.failureOf(failed).orElseThrow(() -> failed);
        }
    }

    /** Closes what is open of a workspace, for instance because its key is destroyed. */
    public void forget(String root) {
        versions.forget(root);
    }

    private static ArchiveOutcome outcome(ArchiveReport report) {
        List<String> lost = report.lost().stream()
                .limit(MOST_LOST)
                .map(LostContent::path)
                .map(PathText::of)
                .toList();
        return new ArchiveOutcome(
                report.entries(), report.bytes(), lost, report.skipped().size(), report.whole());
    }

    private static List<RawPath> paths(Collection<String> texts) {
        List<RawPath> paths = new ArrayList<>();
        texts.forEach(text -> paths.add(PathText.parse(text)));
        return paths.isEmpty() ? List.of(RawPath.ROOT) : List.copyOf(paths);
    }

    int open() {
        return versions.open();
    }

    @Override
    public void close() {
        versions.close();
    }
}
