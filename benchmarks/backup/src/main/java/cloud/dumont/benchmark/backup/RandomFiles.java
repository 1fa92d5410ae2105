package cloud.dumont.benchmark.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A folder that random hands work in: what a user's programs do to files, and kinds of files that are rare. */
final class RandomFiles {
    private static final List<String> NAMES =
            List.of("a", "b", "c", "d e", "-f", "n'q\"", "%41", "z.txt", "Z.txt", "$(x)");
    private static final int MOST_FILES = 400;
    private final Path top;
    private final Random random;
    private int made;

    RandomFiles(Path top, Random random) {
        this.top = top;
        this.random = random;
    }

    /** What Java cannot make: names that are no text, nodes; for root. Once. */
    void oddities() throws IOException, InterruptedException {
        String script = """
                set -eu
                mkdir odd && cd odd
                echo raw >"$(printf 'raw-\\377\\001-\\303')"
                echo two >"$(printf 'two\\nlines')"
                echo long >"$(printf '%0255d' 7)"
                mkfifo fifo && mknod char c 1 1048575 && mknod block b 8 1
                ln -s "$(printf 'no\\377where')" link && ln -s loop loop
                : >none && chmod 04711 none && chown 4000000000:65533 none && chown -h 5:6 link
                mkdir -m 1777 empty
                touch -h -d '1969-12-31 23:59:58.123456789 UTC' link none
                """;
        Process shell = new ProcessBuilder("sh", "-c", script)
                .directory(top.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new IOException("the odd files cannot be made: " + said);
        }
    }

    void step() throws IOException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> Files.write(free(), bytes(random.nextInt(20_000)));
            case 4 -> Files.write(free(), bytes(300_000 + random.nextInt(9_000_000)));
            case 5 -> Files.createDirectory(free());
            case 6 -> write(file(), StandardOpenOption.APPEND, 0);
            case 7, 8 -> write(file(), StandardOpenOption.WRITE, 1);
            case 9 -> truncate(file());
            case 10, 11 -> Files.move(file(), free());
            case 12 -> Files.createLink(free(), file());
            case 13 -> Files.createSymbolicLink(free(), Path.of("../" + name()));
            case 14 -> Files.delete(file());
            case 15 -> Files.setAttribute(file(), "unix:mode", random.nextInt(07777 + 1));
            case 16 -> owner(file());
            case 17 -> note(file());
            case 18 -> sparse(free());
            case 19 -> Files.setLastModifiedTime(file(), FileTime.from(moment()));
            default -> throw new IllegalStateException();
        }
        if (random.nextInt(60) == 0) {
            removeAll(any(true));
        }
    }

    private List<Path> all(boolean directories) throws IOException {
        try (Stream<Path> walk = Files.walk(top)) {
            return walk.filter(path -> !path.startsWith(top.resolve("odd")))
                    .filter(path -> directories
                            ? Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                            : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private Path any(boolean directories) throws IOException {
        List<Path> found = all(directories);
        return found.get(random.nextInt(found.size()));
    }

    private Path file() throws IOException {
        List<Path> files = all(false);
        if (files.size() > MOST_FILES) {
            Files.delete(files.get(random.nextInt(files.size())));
        }
        return files.isEmpty() ? Files.write(free(), bytes(10)) : any(false);
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private Path free() throws IOException {
        return any(true).resolve(name() + (random.nextInt(3) == 0 ? "" : "-" + made++) + "-" + made++);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) ('a' + (i / 7 + made) % 23);
            }
        }
        return bytes;
    }

    private void write(Path file, StandardOpenOption how, int somewhere) throws IOException {
        try (var channel = Files.newByteChannel(file, how)) {
            if (somewhere > 0) {
                channel.position(random.nextLong(Math.max(1, channel.size())));
            }
            channel.write(ByteBuffer.wrap(bytes(1 + random.nextInt(5_000))));
        }
    }

    private void truncate(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(random.nextLong(open.length() + 1));
        }
    }

    private void sparse(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(1 + random.nextInt(40_000_000));
            open.seek(random.nextLong(open.length()));
            open.write(bytes(1 + random.nextInt(10_000)));
        }
    }

    private void owner(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", random.nextInt(70_000));
        Files.setAttribute(file, "unix:gid", random.nextInt(70_000));
    }

    private void note(Path file) throws IOException {
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                .write("note" + random.nextInt(3), ByteBuffer.wrap(bytes(1 + random.nextInt(200))));
    }

    private Instant moment() {
        return Instant.ofEpochSecond(random.nextLong(-1_000_000_000L, 3_000_000_000L), random.nextInt(1_000_000_000));
    }

    private void removeAll(Path directory) throws IOException {
        if (directory.equals(top)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
