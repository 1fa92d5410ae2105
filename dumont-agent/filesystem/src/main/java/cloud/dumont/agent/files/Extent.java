package cloud.dumont.agent.files;

/** A run of a file's bytes: stored data, or a hole that reads as zeros. */
public record Extent(long offset, long length, boolean hole) {
    public long end() {
        return offset + length;
    }
}
