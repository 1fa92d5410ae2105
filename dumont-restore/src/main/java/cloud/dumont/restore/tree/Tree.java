package cloud.dumont.restore.tree;

import cloud.dumont.restore.content.Chunks;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Piece;
import cloud.dumont.restore.record.RawPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine's files at one commit. Memory holds the later changes and a few pages, however large the tree is. Several
 * threads may use it at once.
 */
public final class Tree {
    private final String name;
    private final List<Piece> pages;
    private final Overlay overlay;
    private final Chunks chunks;

    /** @param name what errors call the tree: the name of its commit */
    public Tree(String name, List<Piece> pages, Overlay overlay, Chunks chunks) {
        this.name = name;
        this.pages = pages;
        this.overlay = overlay;
        this.chunks = chunks;
    }

    /** What {@link #forEachEntry} tells. */
    @FunctionalInterface
    public interface EntryVisitor {
        void entry(Entry entry) throws IOException;
    }

    /**
     * What is in a directory.
     *
     * @param complete false if pages are lost where some of its entries may have been
     */
    public record Children(List<Entry> entries, boolean complete) {}

    /** The tree's pages; the commits of its chain may hold some of them. */
    public List<Piece> pages() {
        return pages;
    }

    /**
     * Every entry, directories before what is in them. A tree in which something lies outside of any directory is refused.
     *
     * @return the pages that could not be read; everything else was visited
     */
    public List<LostPage> forEachEntry(EntryVisitor visitor) throws IOException {
        return forEachEntry(RawPath.ROOT, visitor);
    }

    /** The same for one path and what lies below it. Nothing is visited if there is no such path. */
    public List<LostPage> forEachEntry(RawPath below, EntryVisitor visitor) throws IOException {
        Structure structure = new Structure(name);
        for (Entry.Directory ancestor : ancestors(below)) {
            structure.check(ancestor, true);
        }
        try (EntryStream stream = stream()) {
            stream.seek(below);
            for (Entry entry = stream.next(); entry != null && below.covers(entry.path()); entry = stream.next()) {
                structure.check(entry, !stream.lost().isEmpty());
                visitor.entry(entry);
            }
            return stream.lost();
        }
    }

    /** The directories above a path that are known, from the top. */
    public List<Entry.Directory> ancestors(RawPath path) throws IOException {
        List<Entry.Directory> found = new ArrayList<>();
        for (RawPath above = path; !above.isRoot(); ) {
            above = above.parent();
            if (find(above).orElse(null) instanceof Entry.Directory directory) {
                found.add(directory);
            }
        }
        return List.copyOf(found.reversed());
    }

    /** The entry of this path. */
    public Optional<Entry> find(RawPath path) throws IOException {
        try (EntryStream stream = stream()) {
            stream.seek(path);
            Entry entry = stream.next();
            return entry != null && entry.path().equals(path) ? Optional.of(entry) : Optional.empty();
        }
    }

    /** What is directly in the directory; empty if there is no such directory. */
    public Optional<Children> list(RawPath directory) throws IOException {
        return list(directory, Optional.empty(), Integer.MAX_VALUE);
    }

    /**
     * A part of what is directly in the directory: up to {@code limit} entries, in order, that come after one (which need
     * not be there). Subtrees are leapt over, not read.
     */
    public Optional<Children> list(RawPath directory, Optional<RawPath> after, int limit) throws IOException {
        try (EntryStream stream = stream()) {
            stream.seek(directory);
            Entry first = stream.next();
            boolean there = first != null && first.path().equals(directory);
            boolean unknown = !there && (directory.isRoot() || !stream.lost().isEmpty());
            if (!unknown && !(there && first instanceof Entry.Directory)) {
                return Optional.empty();
            }
            stream.seek(after.isPresent() ? after.get().behindSubtree() : directory);
            return Optional.of(children(stream, directory, limit));
        }
    }

    private static Children children(EntryStream stream, RawPath directory, int limit) throws IOException {
        List<Entry> found = new ArrayList<>();
        for (Entry entry = stream.next(); entry != null && directory.covers(entry.path()); entry = stream.next()) {
            if (entry.path().equals(directory) || !entry.path().parent().equals(directory)) {
                continue;
            }
            if (found.size() >= limit) {
                break;
            }
            found.add(entry);
            if (entry instanceof Entry.Directory) {
                stream.seek(entry.path().behindSubtree());
            }
        }
        return new Children(List.copyOf(found), stream.lost().isEmpty());
    }

    private EntryStream stream() {
        return new EntryStream(new PageCursor(pages, new Pages(pages, chunks)), overlay);
    }
}
