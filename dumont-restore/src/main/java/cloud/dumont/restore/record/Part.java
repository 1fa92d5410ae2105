package cloud.dumont.restore.record;

/** A stretch of a file's content. */
public sealed interface Part permits Hole, Piece {
    /** In bytes. */
    long length();
}
