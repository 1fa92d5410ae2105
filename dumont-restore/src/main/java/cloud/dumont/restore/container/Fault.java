package cloud.dumont.restore.container;

/** The part of an object that is wrong. */
public enum Fault {
    MISSING,
    SIZE,
    HEADER,
    FOOTER,
    TRAILER,
    BLOCK,
    CHUNK,
    RECORD,
    HASH,
    TREE
}
