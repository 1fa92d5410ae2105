package cloud.dumont.agent.restore;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.container.Damage;
import cloud.dumont.agent.fetch.FetchSink;
import cloud.dumont.agent.fetch.Want;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.place.PartialFile;
import cloud.dumont.agent.place.TreePlacer;
import cloud.dumont.agent.posix.Errno;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.table.Identity;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.Piece;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Brings files back, each complete or not at all: an iterator of the pieces that are missing, and the sink that takes them. What
 * is there and right is kept. One run over a stretch of the plan; a run that broke off is followed by another one.
 */
final class FilesBack implements Iterator<Want<FileTask.Spot>>, FetchSink<FileTask.Spot> {
    private static final long LARGE = 8L << 20;
    private static final int OPEN_FILES = 192;
    private final Plan plan;
    private final Selection selection;
    private final Placement placement;
    private final int end;
    private final BitSet done;
    private final byte[] buffer = new byte[8 << 20];
    private final ArrayDeque<Want<FileTask.Spot>> ready = new ArrayDeque<>();
    private final Map<FileTask, Boolean> open = new LinkedHashMap<>(64, 0.75f, true);
    private int next;

    /** What all runs of one restore share. */
    record Placement(
            TreePlacer placer,
            FileTree files,
            Known known,
            ChunkHasher hasher,
            RestoreProgress progress,
            boolean newest) {}

    /** @param done indices of the plan that need nothing more; grows */
    FilesBack(Plan plan, Selection selection, Placement placement, int from, int end, BitSet done) {
        this.plan = plan;
        this.selection = selection;
        this.placement = placement;
        this.next = from;
        this.end = end;
        this.done = done;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && next < end) {
            int index = next++;
            if (!isDone(index)) {
                begin(index);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Want<FileTask.Spot> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void begin(int index) {
        Entry.File entry = plan.file(index);
        FileTask file = new FileTask(
                index,
                plan.number(index),
                selection.target(entry.path()),
                entry.meta(),
                FileVersion.of(entry, placement.newest()));
        try {
            if (isTheUsers(file)) {
                leave(file);
                return;
            }
            if (isRight(file)) {
                end(file, true);
                return;
            }
            synchronized (file) {
                PartialFile large = file.version.content().size() > LARGE ? partial(file) : null;
                enqueue(file, large);
                if (file.piecesLeft == 0) {
                    complete(file);
                }
            }
        } catch (PosixException e) {
            failed(file, e);
        }
    }

    private void enqueue(FileTask file, @org.jspecify.annotations.Nullable PartialFile large) throws PosixException {
        long at = 0;
        for (Part part : file.version.content().parts()) {
            if (part instanceof Piece piece) {
                if (large == null || !large.resumed() || !holds(large, at, piece)) {
                    ready.add(new Want<>(new FileTask.Spot(file, at), piece));
                    file.piecesLeft++;
                }
            }
            at += part.bytes();
        }
    }

    private boolean holds(PartialFile partial, long at, Piece piece) throws PosixException {
        return partial.read(at, buffer, 0, piece.length()) == piece.length()
                && placement.hasher().id(buffer, 0, piece.length()).equals(piece.id());
    }

    private boolean isTheUsers(FileTask file) {
        try {
            return placement.known().isTheUsers(file.number, placement.files().stat(file.target));
        } catch (PosixException e) {
            return false;
        }
    }

    /** Nothing else has it, so nobody may believe that it is saved: its identity is not remembered. */
    private void leave(FileTask file) {
        synchronized (done) {
            done.set(file.index);
        }
        file.ended = true;
        placement.progress().done(file.version.content().size());
    }

    /** Whether it is there already, byte for byte. */
    private boolean isRight(FileTask file) {
        try {
            FileStat stat = placement.files().stat(file.target);
            if (!file.version.looksLike(stat)) {
                return false;
            }
            if (placement.known().isRight(file.number, stat)) {
                return true;
            }
            try (FileReader reader = placement.files().read(file.target, stat)) {
                return FileVersion.sameMeta(stat, reader.xattrs(), file.meta)
                        && holdsAll(reader, file.version.content())
                        && reader.stillTheSame();
            }
        } catch (PosixException e) {
            // Whatever is there, it is not the file.
            return false;
        }
    }

    private boolean holdsAll(FileReader reader, Content content) throws PosixException {
        long at = 0;
        for (Part part : content.parts()) {
            boolean same = switch (part) {
                case Part.Hole hole -> isZero(reader, at, hole.bytes());
                case Piece piece ->
                    reader.read(at, buffer, 0, piece.length()) == piece.length()
                            && placement.hasher().id(buffer, 0, piece.length()).equals(piece.id());
            };
            if (!same) {
                return false;
            }
            at += part.bytes();
        }
        return true;
    }

    private static boolean isZero(FileReader reader, long from, long length) throws PosixException {
        for (long at = from; at < from + length; ) {
            var extent = reader.extentAt(at);
            if (!extent.hole()) {
                return false;
            }
            at = extent.end();
        }
        return true;
    }

    @Override
    public void piece(FileTask.Spot spot, byte[] from, int offset, int length) {
        placement.progress().fetched(length);
        FileTask file = spot.file();
        synchronized (file) {
            try {
                if (!file.ended && !file.damaged) {
                    partial(file).write(spot.offset(), from, offset, length);
                }
                arrived(file);
            } catch (PosixException e) {
                failed(file, e);
            }
        }
    }

    @Override
    public void lost(FileTask.Spot spot, Piece piece, Damage damage) {
        FileTask file = spot.file();
        synchronized (file) {
            file.damaged = true;
            try {
                arrived(file);
            } catch (PosixException e) {
                failed(file, e);
            }
        }
    }

    private void arrived(FileTask file) throws PosixException {
        file.piecesLeft--;
        if (file.piecesLeft > 0 || file.ended) {
            return;
        }
        if (file.damaged) {
            PartialFile partial = file.partial;
            if (partial != null) {
                partial.discard();
            }
            end(file, false);
            return;
        }
        complete(file);
    }

    private void complete(FileTask file) throws PosixException {
        PartialFile partial = partial(file);
        file.partial = null;
        closed(file);
        partial.complete(file.version.attributes(file.meta));
        end(file, true);
    }

    /** Its descriptor; opened, or opened again, when it is needed. */
    private PartialFile partial(FileTask file) throws PosixException {
        PartialFile partial = file.partial;
        if (partial == null) {
            partial =
                    placement.placer().file(file.target, file.version.content().size(), file.version.isSparse());
            file.partial = partial;
            if (partial.resumed()) {
                punch(partial, file.version.content());
            }
        }
        used(file);
        return partial;
    }

    private static void punch(PartialFile partial, Content content) throws PosixException {
        long at = 0;
        for (Part part : content.parts()) {
            if (part instanceof Part.Hole hole) {
                partial.hole(at, hole.bytes());
            }
            at += part.bytes();
        }
    }

    private void used(FileTask file) {
        FileTask eldest = null;
        synchronized (open) {
            open.put(file, true);
            if (open.size() > OPEN_FILES) {
                eldest = open.keySet().iterator().next();
                open.remove(eldest);
            }
        }
        if (eldest != null && eldest != file) {
            rest(eldest);
        }
    }

    private void closed(FileTask file) {
        synchronized (open) {
            open.remove(file);
        }
    }

    /** Closes a file that is not done; its bytes stay and it is opened again. */
    private void rest(FileTask file) {
        Thread.startVirtualThread(() -> {
            synchronized (file) {
                PartialFile partial = file.partial;
                if (partial != null && !file.ended) {
                    file.partial = null;
                    partial.close();
                }
            }
        });
    }

    private void failed(FileTask file, PosixException e) {
        PartialFile partial = file.partial;
        file.partial = null;
        if (partial != null) {
            partial.close();
        }
        if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT) || e.is(Errno.EROFS) || e.is(Errno.EMFILE)) {
            throw new DiskProblem(e);
        }
        if (!file.ended) {
            end(file, false);
        }
    }

    private void end(FileTask file, boolean right) {
        file.ended = true;
        closed(file);
        synchronized (done) {
            done.set(file.index);
        }
        if (right) {
            remember(file);
            placement.progress().done(file.version.content().size());
        } else {
            placement.progress().damaged(file.target);
        }
    }

    private void remember(FileTask file) {
        if (file.version.newest()) {
            try {
                placement
                        .known()
                        .remember(file.number, Identity.of(placement.files().stat(file.target)));
            } catch (PosixException e) {
                // Somebody took it away again; there is nothing to remember.
                placement.known().remember(file.number, 0);
            }
        }
    }

    private boolean isDone(int index) {
        synchronized (done) {
            return done.get(index);
        }
    }

    /** Closes what a broken run left open. */
    void close() {
        FileTask[] left;
        synchronized (open) {
            left = open.keySet().toArray(FileTask[]::new);
            open.clear();
        }
        for (FileTask file : left) {
            synchronized (file) {
                PartialFile partial = file.partial;
                if (partial != null) {
                    partial.close();
                    file.partial = null;
                }
            }
        }
    }

    /** Nothing more can be written. */
    static final class DiskProblem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DiskProblem(PosixException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Where a target lies, for messages. */
    static String name(RawPath target) {
        return EncodedPath.of(target);
    }
}
