package cloud.dumont.benchmark.backup;

import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.ScanScope;
import cloud.dumont.agent.scan.Scanner;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that a restore must bring back of a folder, one line a name; the folder itself and sockets are not among it. */
final class FileImage {
    private final Map<RawPath, String> lines = new TreeMap<>();
    private final Map<Long, RawPath> firstNames = new HashMap<>();

    private FileImage() {}

    static Map<RawPath, String> of(Path top) throws IOException {
        FileImage image = new FileImage();
        Map<RawPath, FileStat> stats = new TreeMap<>();
        new Scanner(ScanScope.all(top)).scan(Pace.full(), entry -> {
            stats.put(entry.path(), entry.stat());
            return true;
        });
        try (FileTree files = FileTree.open(top)) {
            for (Map.Entry<RawPath, FileStat> each : stats.entrySet()) {
                if (!each.getKey().equals(RawPath.ROOT)) {
                    image.add(files, each.getKey(), each.getValue());
                }
            }
        }
        return image.lines;
    }

    private void add(FileTree files, RawPath path, FileStat stat) throws IOException {
        String what = switch (stat.type()) {
            case SOCKET -> null;
            case DIRECTORY, FIFO -> "";
            case SYMLINK -> "to " + target(files, path);
            case CHARACTER_DEVICE, BLOCK_DEVICE -> stat.rdevMajor() + ":" + stat.rdevMinor();
            case REGULAR -> stat.size() + " " + hash(files, path, stat) + links(path, stat);
        };
        if (what != null) {
            lines.put(path, stat.type() + " " + metadata(files, path, stat) + " " + what);
        }
    }

    private static String metadata(FileTree files, RawPath path, FileStat stat) throws IOException {
        String xattrs;
        try (FileNode node = files.node(path)) {
            xattrs = node.xattrs().entries().stream()
                    .map(it -> new String(it.name(), java.nio.charset.StandardCharsets.UTF_8) + "="
                            + HexFormat.of().formatHex(it.value()))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
        String mode = stat.isSymlink() ? "-" : Integer.toOctalString(stat.mode());
        return mode + " " + stat.uid() + ":" + stat.gid() + " " + stat.mtimeSeconds() + "." + stat.mtimeNanos() + " ["
                + xattrs + "]";
    }

    private static String target(FileTree files, RawPath path) throws IOException {
        try (FileNode node = files.node(path)) {
            return HexFormat.of().formatHex(node.target());
        }
    }

    private String links(RawPath path, FileStat stat) {
        if (stat.links() == 1) {
            return "";
        }
        firstNames.putIfAbsent(stat.inode(), path);
        return " with " + firstNames.get(stat.inode());
    }

    private static String hash(FileTree files, RawPath path, FileStat stat) throws IOException {
        try (FileReader reader = files.read(path, stat)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            long at = 0;
            for (int read = reader.read(0, buffer, 0, buffer.length); read > 0; ) {
                digest.update(buffer, 0, read);
                at += read;
                read = reader.read(at, buffer, 0, buffer.length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
