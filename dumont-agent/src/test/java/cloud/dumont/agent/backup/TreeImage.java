package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.FileNode;
import cloud.dumont.agent.files.FileReader;
import cloud.dumont.agent.files.FileStat;
import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.ScanEntry;
import cloud.dumont.agent.scan.ScanScope;
import cloud.dumont.agent.scan.ScanVisitor;
import cloud.dumont.agent.scan.Scanner;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** All that a restore must bring back of a folder, one line a name. */
final class TreeImage {
    private TreeImage() {}

    static Map<RawPath, String> of(Path top) throws IOException {
        Map<RawPath, String> image = new TreeMap<>();
        Map<Long, RawPath> firstNames = new TreeMap<>();
        Map<RawPath, FileStat> stats = new TreeMap<>();
        new Scanner(ScanScope.all(top)).scan(Pace.full(), new ScanVisitor() {
            @Override
            public boolean entry(ScanEntry entry) {
                stats.put(entry.path(), entry.stat());
                return true;
            }
        });
        Map<Long, String> hashes = new HashMap<>();
        try (FileTree files = FileTree.open(top)) {
            for (Map.Entry<RawPath, FileStat> each : stats.entrySet()) {
                image.put(each.getKey(), line(files, each.getKey(), each.getValue(), firstNames, hashes));
            }
        }
        return image;
    }

    private static String line(
            FileTree files, RawPath path, FileStat stat, Map<Long, RawPath> firstNames, Map<Long, String> hashes)
            throws IOException {
        StringBuilder line = new StringBuilder();
        line.append(stat.type()).append(' ').append(stat.uid()).append(':').append(stat.gid());
        line.append(' ').append(stat.mtimeSeconds()).append('.').append(stat.mtimeNanos());
        try (FileNode node = files.node(path)) {
            if (!stat.isSymlink()) {
                line.append(" mode ").append(Integer.toOctalString(stat.mode()));
                node.xattrs()
                        .entries()
                        .forEach(it -> line.append(' ')
                                .append(HexFormat.of().formatHex(it.name()))
                                .append('=')
                                .append(HexFormat.of().formatHex(it.value())));
            } else {
                line.append(" to ").append(HexFormat.of().formatHex(node.target()));
            }
        }
        if (stat.isRegular()) {
            line.append(" size ").append(stat.size());
            String known = hashes.get(stat.inode());
            line.append(' ').append(known != null ? known : hash(files, path, stat));
            if (stat.links() > 1) {
                firstNames.putIfAbsent(stat.inode(), path);
                line.append(" link ").append(firstNames.get(stat.inode()));
            }
        }
        return line.toString();
    }

    private static String hash(FileTree files, RawPath path, FileStat stat) throws IOException {
        try (FileReader reader = files.read(path, stat)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[(int) Math.min(1 << 20, Math.max(1, stat.size()))];
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
