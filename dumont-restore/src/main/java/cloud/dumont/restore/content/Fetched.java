package cloud.dumont.restore.content;

import cloud.dumont.restore.container.Damage;

/** What came of asking for one chunk. */
public sealed interface Fetched {
    /** The chunk's bytes; they have the id that was asked for. */
    record Bytes(byte[] chunk) implements Fetched {}

    record Lost(Damage damage) implements Fetched {}
}
