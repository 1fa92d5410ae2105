package cloud.dumont.restore.archive;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.content.ContentPipeline;
import cloud.dumont.restore.tree.Selection;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes files as a tar archive in pax format, in a stream: raw names, times to the nanosecond, extended attributes,
 * holes, hard links and devices. GNU tar and libarchive read all of it. What is lost is named in a last member.
 */
public final class TarArchive {
    private final Workspace workspace;
    private final boolean newest;

    /** @param newest whether to take a file's newest content even where it may mix two moments */
    public TarArchive(Workspace workspace, boolean newest) {
        this.workspace = workspace;
        this.newest = newest;
    }

    /** Writes the archive and its end, and flushes; the stream stays open. */
    public ArchiveReport write(Tree tree, Selection selection, OutputStream out) throws IOException {
        TarMembers members = new TarMembers(out, newest);
        ContentPipeline pipeline = new ContentPipeline(workspace.chunks(), newest, members);
        Selection.Visit visit = selection.visit(tree, entry -> pipeline.add(entry, members.wantsContent(entry)));
        pipeline.finish();
        ArchiveReport report = members.report(visit);
        if (!report.lost().isEmpty() || !report.lostPages().isEmpty()) {
            out.write(LossNote.member(report));
        }
        members.end();
        out.flush();
        return report;
    }
}
