package cloud.dumont.restore.record;

/** One name in a tree. */
public sealed interface Entry {
    RawPath path();

    Metadata metadata();

    /**
     * @param link 0, or a number that all names of one hard-linked file share
     * @param fuzzy the newest content may mix two moments
     */
    record File(RawPath path, Metadata metadata, boolean fuzzy, long link, Contents contents) implements Entry {
        /** What to restore: the last whole content unless the newest is asked for. */
        public Content content(boolean newest) {
            return switch (contents) {
                case Single single -> single.content();
                case NewestAndWhole both -> newest ? both.newest() : both.whole();
            };
        }

        public Moment mtime(boolean newest) {
            return switch (contents) {
                case Single _ -> metadata.mtime();
                case NewestAndWhole both -> newest ? metadata.mtime() : both.wholeMtime();
            };
        }
    }

    record Directory(RawPath path, Metadata metadata) implements Entry {}

    /** The target is raw bytes, and need not be a path. */
    record Symlink(RawPath path, Metadata metadata, byte[] target) implements Entry {}

    record Fifo(RawPath path, Metadata metadata) implements Entry {}

    record Socket(RawPath path, Metadata metadata) implements Entry {}

    record Device(RawPath path, Metadata metadata, boolean block, long major, long minor) implements Entry {}

    /** What a file holds. */
    sealed interface Contents {}

    record Single(Content content) implements Contents {}

    /** A file that never held still: its newest content, and the last that was read whole with its time. */
    record NewestAndWhole(Content newest, Moment wholeMtime, Content whole) implements Contents {}
}
