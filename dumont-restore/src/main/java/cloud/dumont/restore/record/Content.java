package cloud.dumont.restore.record;

import java.util.List;

/** A file's bytes; the lengths of the parts add up to the size. */
public record Content(long size, List<Part> parts) {
    public static final Content EMPTY = new Content(0, List.of());
}
