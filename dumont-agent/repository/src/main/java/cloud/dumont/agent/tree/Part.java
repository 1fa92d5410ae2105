package cloud.dumont.agent.tree;

/** A stretch of a file. */
public sealed interface Part permits Part.Hole, Piece {
    long bytes();

    /** Zeros that take no room. */
    record Hole(long bytes) implements Part {
        public Hole {
            if (bytes < 0) {
                throw new IllegalArgumentException("a hole of less than nothing");
            }
        }
    }
}
