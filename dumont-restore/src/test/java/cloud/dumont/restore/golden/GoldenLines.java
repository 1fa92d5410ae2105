package cloud.dumont.restore.golden;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.history.Commit;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.record.Content;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.Metadata;
import cloud.dumont.restore.record.Moment;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * How {@code expected.txt} says what versions hold; columns are separated by tabs, "-" stands for nothing. For each version, oldest
 * first, one line {@code version EPOCH/SEQ SHA-256 tree|changes}, then one line an entry in the order of trees:
 *
 * <pre>
 * path  type  mode in octal  uid:gid  mtime as seconds.nanoseconds  xattrs as name=hex, sorted, joined by commas
 *   file: link  size  SHA-256 of what is restored by default;  fuzzy: that word;  with another newest content: its mtime size SHA-256
 *   symlink: target;  device: major:minor;  others: -
 * </pre>
 *
 * Bytes of names that are not printable ASCII, spaces and backslashes are {@code \xhh}.
 */
final class GoldenLines {
    private GoldenLines() {}

    static String header(Commit commit) {
        CommitRef ref = commit.ref();
        return String.join(
                "\t",
                "version",
                ref.epoch() + "/" + ref.seq(),
                ref.hash().orElseThrow().hex(),
                commit.hasTree() ? "tree" : "changes");
    }

    static String line(Entry entry, Workspace workspace) throws Exception {
        Metadata metadata = entry.metadata();
        Moment mtime = entry instanceof Entry.File file ? file.mtime(false) : metadata.mtime();
        String xattrs = metadata.xattrs().stream()
                .map(xattr -> name(xattr.name()) + "=" + HexFormat.of().formatHex(xattr.value()))
                .sorted()
                .collect(Collectors.joining(","));
        return String.join(
                "\t",
                name(entry.path().bytes()),
                type(entry),
                String.format("%04o", metadata.mode()),
                metadata.uid() + ":" + metadata.gid(),
                moment(mtime),
                xattrs.isEmpty() ? "-" : xattrs,
                detail(entry, workspace));
    }

    private static String type(Entry entry) {
        return switch (entry) {
            case Entry.File _ -> "f";
            case Entry.Directory _ -> "d";
            case Entry.Symlink _ -> "l";
            case Entry.Fifo _ -> "p";
            case Entry.Socket _ -> "s";
            case Entry.Device device -> device.block() ? "b" : "c";
        };
    }

    private static String detail(Entry entry, Workspace workspace) throws Exception {
        return switch (entry) {
            case Entry.Directory _, Entry.Fifo _, Entry.Socket _ -> "-";
            case Entry.Symlink link -> name(link.target());
            case Entry.Device device -> device.major() + ":" + device.minor();
            case Entry.File file -> {
                String shown = file.link() + "\t" + content(file.content(false), workspace);
                String fuzzy = file.fuzzy() ? "\tfuzzy" : "";
                yield shown
                        + fuzzy
                        + switch (file.contents()) {
                            case Entry.Single _ -> "";
                            case Entry.NewestAndWhole both ->
                                "\t" + moment(file.mtime(true)) + "\t" + content(both.newest(), workspace);
                        };
            }
        };
    }

    private static String content(Content content, Workspace workspace) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(workspace.open(content), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return content.size() + "\t" + HexFormat.of().formatHex(digest.digest());
    }

    private static String moment(Moment moment) {
        return String.format("%d.%09d", moment.seconds(), moment.nanos());
    }

    private static String name(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            boolean plain = b > ' ' && b < 0x7F && b != '\\';
            text.append(plain ? Character.toString(b) : String.format("\\x%02x", b));
        }
        return text.toString();
    }
}
