package cloud.dumont.restore.archive;

import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Hole;
import cloud.dumont.restore.record.Part;
import cloud.dumont.restore.record.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a file with holes has data: the map of GNU tar's sparse format 1.0. */
record SparseMap(List<Segment> segments, long dataBytes) {
    record Segment(long offset, long length) {}

    static boolean wanted(Content content) {
        return content.parts().stream().anyMatch(part -> part instanceof Hole hole && hole.length() > 0);
    }

    static SparseMap of(Content content) {
        List<Segment> segments = new ArrayList<>();
        long at = 0;
        long start = 0;
        long data = 0;
        for (Part part : content.parts()) {
            switch (part) {
                case Piece _ -> data += part.length();
                case Hole _ -> {
                    if (at > start) {
                        segments.add(new Segment(start, at - start));
                    }
                    start = at + part.length();
                }
            }
            at += part.length();
        }
        if (at > start || segments.isEmpty() || endsWithHole(segments, content.size())) {
            segments.add(new Segment(start, at - start));
        }
        return new SparseMap(List.copyOf(segments), data);
    }

    private static boolean endsWithHole(List<Segment> segments, long size) {
        Segment last = segments.getLast();
        return last.offset() + last.length() < size;
    }

    /** The map as it stands before the data, in whole blocks. */
    byte[] bytes() {
        StringBuilder map = new StringBuilder().append(segments.size()).append('\n');
        for (Segment segment : segments) {
            map.append(segment.offset()).append('\n').append(segment.length()).append('\n');
        }
        byte[] text = map.toString().getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(text, TarHeader.padded(text.length));
    }
}
