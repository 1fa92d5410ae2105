package cloud.dumont.restore.record;

/** An entry that is still bytes: a slice of a record or a page, which stays in memory as long as this does. */
public record EncodedEntry(byte[] record, int start, int end) {
    /** The bytes were read once before, so that they can be read again. */
    public Entry decode() throws MalformedRecord {
        return EntryReader.read(new RecordReader(record, start, end));
    }
}
