package cloud.dumont.agent.golden;

import cloud.dumont.agent.history.Draft;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.tree.CommitRef;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What each version should hold, kept beside the engine: the bytes as they were given to it, not as it reads them. */
final class GoldenTree {
    private final NavigableMap<PathBytes, Entry> entries = new TreeMap<>();
    private final Map<Content, byte[]> contents = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    Content write(ContentWriter writer, ChunkTarget target, byte[]... stretches) throws Exception {
        int size = 0;
        for (byte[] stretch : stretches) {
            size += stretch.length;
        }
        byte[] all = new byte[size];
        writer.begin(target, size);
        int at = 0;
        for (byte[] stretch : stretches) {
            System.arraycopy(stretch, 0, all, at, stretch.length);
            at += stretch.length;
            if (isZero(stretch)) {
                writer.hole(stretch.length);
            } else {
                fill(writer, stretch);
            }
        }
        Content content = writer.finish();
        contents.put(content, all);
        return content;
    }

    private static void fill(ContentWriter writer, byte[] bytes) throws Exception {
        for (int at = 0; at < bytes.length; ) {
            int step = Math.min(writer.room(), bytes.length - at);
            System.arraycopy(bytes, at, writer.window(), writer.position(), step);
            writer.filled(step);
            at += step;
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    void put(Draft draft, Entry entry) {
        draft.upsert(entry);
        Entry before = entries.get(entry.path());
        if (before != null && before instanceof Entry.Directory != entry instanceof Entry.Directory) {
            entries.keySet().removeIf(path -> path.isWithin(entry.path()));
        }
        entries.put(entry.path(), entry);
    }

    void remove(Draft draft, String path) {
        draft.remove(PathBytes.of(path));
        entries.keySet().removeIf(there -> there.isWithin(PathBytes.of(path)));
    }

    /** Notes the version that was just committed. */
    void version(CommitRef ref, boolean carriesTree) throws Exception {
        lines.add("version\t%d/%d\t%s\t%s"
                .formatted(ref.epoch(), ref.seq(), ref.hash().hex(), carriesTree ? "tree" : "changes"));
        for (Entry entry : entries.values()) {
            lines.add(GoldenLines.line(entry, contents::get));
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
