package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of an object, {@code [from, from + length)}. */
record ByteRange(long from, long length, boolean partial) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** A range that cannot be read, or several at once, mean the whole. */
    static ByteRange of(@Nullable String header, long size) {
        Matcher range = header == null ? null : RANGE.matcher(header.strip());
        if (range == null
                || !range.matches()
                || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new ByteRange(0, size, false);
        }
        if (range.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(range.group(2)));
            if (last == 0) {
                throw unsatisfiable();
            }
            return new ByteRange(size - last, last, true);
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (from >= size || to < from) {
            throw unsatisfiable();
        }
        return new ByteRange(from, to - from + 1, true);
    }

    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }

    private static S3Refusal unsatisfiable() {
        return S3Refusal.of(416, "InvalidRange", "The requested range is not satisfiable.");
    }
}
