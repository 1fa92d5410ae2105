package cloud.dumont.agent.golden;

import cloud.dumont.agent.tree.Content;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.Meta;
import cloud.dumont.agent.tree.Moment;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** The lines of a golden repository's {@code expected.txt}; the second reader's test says how they look. */
final class GoldenLines {
    private GoldenLines() {}

    /** Where the bytes of a content come from. */
    @FunctionalInterface
    interface Bytes {
        byte[] of(Content content) throws Exception;
    }

    static String line(Entry entry, Bytes bytes) throws Exception {
        Meta meta = entry.meta();
        Moment shown = entry instanceof Entry.File file && file.whole() != null
                ? file.whole().mtime()
                : meta.mtime();
        String xattrs = meta.xattrs().stream()
                .map(xattr -> name(xattr.name()) + "=" + HexFormat.of().formatHex(xattr.value()))
                .sorted()
                .collect(Collectors.joining(","));
        return String.join(
                "\t",
                name(entry.path().bytes()),
                Character.toString(type(entry)),
                "%04o".formatted(meta.mode()),
                meta.uid() + ":" + meta.gid(),
                moment(shown),
                xattrs.isEmpty() ? "-" : xattrs,
                detail(entry, bytes));
    }

    private static char type(Entry entry) {
        return switch (entry) {
            case Entry.File _ -> 'f';
            case Entry.Directory _ -> 'd';
            case Entry.Symlink _ -> 'l';
            case Entry.Fifo _ -> 'p';
            case Entry.Socket _ -> 's';
            case Entry.Device device -> device.block() ? 'b' : 'c';
        };
    }

    private static String detail(Entry entry, Bytes bytes) throws Exception {
        return switch (entry) {
            case Entry.File file -> detail(file, bytes);
            case Entry.Symlink link -> name(link.target());
            case Entry.Device device -> device.major() + ":" + device.minor();
            case Entry.Directory _, Entry.Fifo _, Entry.Socket _ -> "-";
        };
    }

    private static String detail(Entry.File file, Bytes bytes) throws Exception {
        Entry.Version whole = file.whole();
        String newest = content(file.content(), bytes);
        String shown = whole == null ? newest : content(whole.content(), bytes);
        String fuzzy = file.fuzzy() ? "\tfuzzy" : "";
        return file.link() + "\t" + shown + fuzzy
                + (whole == null ? "" : "\t" + moment(file.meta().mtime()) + "\t" + newest);
    }

    private static String content(Content content, Bytes bytes) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.of(content));
        return content.size() + "\t" + HexFormat.of().formatHex(hash);
    }

    private static String moment(Moment moment) {
        return "%d.%09d".formatted(moment.seconds(), moment.nanos());
    }

    private static String name(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b > ' ' && b < 0x7F && b != '\\' ? String.valueOf((char) b) : "\\x%02x".formatted(b));
        }
        return text.toString();
    }
}
