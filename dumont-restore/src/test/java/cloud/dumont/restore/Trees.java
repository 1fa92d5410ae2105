package cloud.dumont.restore;

import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads trees in tests. */
public final class Trees {
    private Trees() {}

    public static CommitRef newest(Workspace workspace) throws IOException {
        return workspace.history().newest().orElseThrow();
    }

    public static List<Entry> entries(Tree tree) throws IOException {
        List<Entry> entries = new ArrayList<>();
        tree.forEachEntry(entries::add);
        return entries;
    }

    public static List<String> paths(Tree tree) throws IOException {
        return entries(tree).stream().map(entry -> entry.path().toString()).toList();
    }

    public static byte[] content(Workspace workspace, Entry entry, boolean newest) throws IOException {
        try (InputStream in = workspace.open(((Entry.File) entry).content(newest))) {
            return in.readAllBytes();
        }
    }
}
