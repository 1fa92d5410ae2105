package cloud.dumont.agent.backup;

import cloud.dumont.agent.chunk.ChunkHasher;
import cloud.dumont.agent.files.Extent;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.pack.ChunkTarget;
import cloud.dumont.agent.pack.ContentWriter;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.store.StoreException;
import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Part;
import cloud.dumont.agent.tree.Piece;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads files through a window and has their chunks stored, or compares them with what was stored. For one thread. */
final class Contents {
    private static final int STEP = 1 << 20;
    private static final byte[] NOTHING = {};
    /** A file's parts have to fit into one page of the tree: after so many holes only those are kept as holes that are long. */
    private static final int HOLES = 20_000;

    private static final long LONG_HOLE = 1 << 20;

    /** Between two stretches: waits while others go first. @return false to end */
    @FunctionalInterface
    interface Yielding {
        boolean goesOn() throws InterruptedException;
    }

    private final Supplier<ContentWriter> writers;
    private final ChunkHasher hasher;
    private final Yielding yielding;
    private byte[] buffer = NOTHING;
    private @Nullable ContentWriter kept;

    /** @param writers make one when it is needed; it holds some mebibytes until {@link #trim} */
    Contents(Supplier<ContentWriter> writers, ChunkHasher hasher, Yielding yielding) {
        this.writers = writers;
        this.hasher = hasher;
        this.yielding = yielding;
    }

    /** @return null when the file ended before it should, or the reading was ended */
    @Nullable
    Content read(FileReader reader, ChunkTarget target) throws PosixException, StoreException, InterruptedException {
        long size = reader.stat().size();
        ContentWriter writer = kept == null ? writers.get() : kept;
        kept = writer;
        writer.begin(target, size);
        boolean sparse = reader.stat().maybeSparse();
        int holes = 0;
        for (long at = 0; at < size; ) {
            Extent extent = sparse ? reader.extentAt(at) : new Extent(0, size, false);
            if (extent.hole() && isWorthwhile(extent, holes, size)) {
                writer.hole(extent.length());
                holes++;
            } else if (!read(reader, extent, writer)) {
                return null;
            }
            at = extent.end();
        }
        return writer.finish();
    }

    private static boolean isWorthwhile(Extent hole, int before, long size) {
        return before < HOLES || hole.length() >= Math.max(LONG_HOLE, size / HOLES);
    }

    private boolean read(FileReader reader, Extent extent, ContentWriter writer)
            throws PosixException, StoreException, InterruptedException {
        for (long at = extent.offset(); at < extent.end(); ) {
            int wanted = (int) Math.min(Math.min(STEP, writer.room()), extent.end() - at);
            int read = reader.read(at, writer.window(), writer.position(), wanted);
            if (read < wanted) {
                return false;
            }
            writer.filled(read);
            at += read;
            if (!yielding.goesOn()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the file still begins with that content; it may have grown since. */
    boolean isPrefix(FileReader again, Content content) throws PosixException, InterruptedException {
        if (again.stat().size() < content.size()) {
            return false;
        }
        long at = 0;
        for (Part part : content.parts()) {
            boolean same = switch (part) {
                case Part.Hole hole -> isHole(again, at, hole.bytes());
                case Piece piece -> isThere(again, at, piece);
            };
            if (!same || !yielding.goesOn()) {
                return false;
            }
            at += part.bytes();
        }
        return true;
    }

    /** Whether the bytes at that place are the piece's; they are in the buffer then. */
    private boolean isThere(FileReader reader, long at, Piece piece) throws PosixException {
        if (buffer.length < piece.length()) {
            buffer = new byte[piece.length()];
        }
        return reader.read(at, buffer, 0, piece.length()) == piece.length()
                && hasher.id(buffer, 0, piece.length()).equals(piece.id());
    }

    private static boolean isHole(FileReader reader, long from, long length) throws PosixException {
        for (long at = from; at < from + length; ) {
            Extent extent = reader.extentAt(at);
            if (!extent.hole()) {
                return false;
            }
            at = extent.end();
        }
        return true;
    }

    /** Lets go of memory that is not needed until the next file. */
    void trim() {
        buffer = NOTHING;
        kept = null;
    }
}
