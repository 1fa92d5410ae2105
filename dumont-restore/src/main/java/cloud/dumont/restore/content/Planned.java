package cloud.dumont.restore.content;

import cloud.dumont.restore.container.BlockTable;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.container.Fault;
import cloud.dumont.restore.container.Layout;
import cloud.dumont.restore.record.Piece;

/** A chunk that is going to be read, and the blocks it needs. */
sealed interface Planned {
    /** From the first to the last of the data stream's blocks. */
    record Readable(Piece piece, Layout layout, int firstBlock, int lastBlock) implements Planned {}

    record Hopeless(Damage damage) implements Planned {}

    static Planned of(Piece piece, Layout layout) {
        BlockTable table = layout.blocks();
        if (piece.offset() + piece.size() > table.dataLength()) {
            return new Hopeless(
                    new Damage(layout.id().name(), Fault.CHUNK, "chunk " + piece.id() + " would lie beyond its data"));
        }
        return new Readable(
                piece, layout, table.dataBlockAt(piece.offset()), table.dataBlockAt(piece.offset() + piece.size() - 1));
    }
}
