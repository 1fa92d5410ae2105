package cloud.dumont.agent.restore;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.place.PartialFile;
import cloud.dumont.agent.tree.Meta;
import org.jspecify.annotations.Nullable;

/** One file on its way back. Guarded by itself. */
final class FileTask {
    final int index;
    final int number;
    final RawPath target;
    final Meta meta;
    final FileVersion version;

    /** Null before the first bytes come, and while others need its descriptor. */
    @Nullable
    PartialFile partial;

    int piecesLeft;
    boolean damaged;
    boolean ended;

    FileTask(int index, int number, RawPath target, Meta meta, FileVersion version) {
        this.index = index;
        this.number = number;
        this.target = target;
        this.meta = meta;
        this.version = version;
    }

    /** A place in it that waits for a piece. */
    record Spot(FileTask file, long offset) {}
}
