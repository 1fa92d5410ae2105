package cloud.dumont.agent.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that random hands work in, and a model in memory of what must be in its files. */
final class RandomTree {
    private static final List<String> NAMES = List.of("a", "b", "c", "d e", "ö", "n\newline", "%41", "z.txt");
    private final Path top;
    private final Random random;
    private final Map<Path, byte[]> contents = new TreeMap<>();
    private final Map<Path, Integer> groups = new HashMap<>();
    private int lastGroup;
    final List<String> history = new ArrayList<>();

    RandomTree(Path top, Random random) {
        this.top = top;
        this.random = random;
    }

    /** Contents of all regular files by their relative names. */
    Map<String, byte[]> contents() {
        Map<String, byte[]> copy = new TreeMap<>();
        contents.forEach((path, bytes) -> copy.put(top.relativize(path).toString(), bytes.clone()));
        return copy;
    }

    void step() throws IOException {
        int what = random.nextInt(18);
        history.add(Integer.toString(what));
        switch (what) {
            case 0, 1, 2 -> create();
            case 3 -> append();
            case 4 -> overwrite(false);
            case 5 -> overwrite(true);
            case 6 -> truncate();
            case 7, 8 -> rename();
            case 9 -> link();
            case 10 -> delete();
            case 11 -> chmod();
            case 12 -> xattr();
            case 13, 14 -> mkdir();
            case 15 -> swap();
            case 16 -> symlink();
            case 17 -> sparse();
            default -> throw new IllegalStateException();
        }
    }

    private List<Path> all(boolean directories) throws IOException {
        try (Stream<Path> walk = Files.walk(top)) {
            return walk.filter(it -> Files.isDirectory(it, LinkOption.NOFOLLOW_LINKS) == directories)
                    .filter(it -> directories || Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private @Nullable Path anyFile() throws IOException {
        List<Path> files = all(false);
        return files.isEmpty() ? null : files.get(random.nextInt(files.size()));
    }

    private Path anyDirectory() throws IOException {
        List<Path> directories = all(true);
        return directories.get(random.nextInt(directories.size()));
    }

    private Path freeName() throws IOException {
        Path directory = anyDirectory();
        return directory.resolve(NAMES.get(random.nextInt(NAMES.size())));
    }

    private byte[] bytes() {
        int size = switch (random.nextInt(40)) {
            case 0 -> 0;
            case 1 -> 300_000 + random.nextInt(3);
            default -> random.nextInt(200);
        };
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private void create() throws IOException {
        Path path = freeName();
        if (isThere(path)) {
            return;
        }
        byte[] bytes = bytes();
        Files.write(path, bytes);
        contents.put(path, bytes);
    }

    /** All names of the file have the new content. */
    private void changed(Path path, byte[] bytes) {
        Integer group = groups.get(path);
        if (group == null) {
            contents.put(path, bytes);
            return;
        }
        groups.forEach((name, of) -> {
            if (of.equals(group)) {
                contents.put(name, bytes);
            }
        });
    }

    private void append() throws IOException {
        Path path = anyFile();
        if (path != null) {
            byte[] more = bytes();
            Files.write(path, more, StandardOpenOption.APPEND);
            byte[] before = contents.get(path);
            byte[] after = Arrays.copyOf(before, before.length + more.length);
            System.arraycopy(more, 0, after, before.length, more.length);
            changed(path, after);
        }
    }

    /** @param hidden the time of modification is put back afterwards, and the size stays */
    private void overwrite(boolean hidden) throws IOException {
        Path path = anyFile();
        if (path == null) {
            return;
        }
        FileTime time = Files.getLastModifiedTime(path);
        byte[] after = contents.get(path).clone();
        byte[] piece = new byte[Math.min(after.length, 20)];
        random.nextBytes(piece);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(piece);
        }
        System.arraycopy(piece, 0, after, 0, piece.length);
        changed(path, after);
        if (hidden) {
            Files.setLastModifiedTime(path, time);
        } else if (random.nextInt(3) == 0) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(random.nextInt() * 2L, 123_456_789)));
        }
    }

    private void truncate() throws IOException {
        Path path = anyFile();
        if (path != null) {
            int length = random.nextInt(contents.get(path).length + 1);
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(length);
            }
            changed(path, Arrays.copyOf(contents.get(path), length));
        }
    }

    private void rename() throws IOException {
        List<Path> from = new ArrayList<>(all(random.nextBoolean()));
        from.remove(top);
        if (from.isEmpty()) {
            return;
        }
        Path path = from.get(random.nextInt(from.size()));
        Path to = freeName();
        if (isThere(to) || to.startsWith(path)) {
            return;
        }
        Files.move(path, to);
        for (Map<Path, ?> map : List.of(contents, groups)) {
            move(map, path, to);
        }
    }

    private static <V> void move(Map<Path, V> map, Path from, Path to) {
        for (Path each : List.copyOf(map.keySet())) {
            if (each.startsWith(from)) {
                V value = map.remove(each);
                map.put(each.equals(from) ? to : to.resolve(from.relativize(each)), value);
            }
        }
    }

    private void link() throws IOException {
        Path path = anyFile();
        Path to = freeName();
        if (path != null && !isThere(to)) {
            Files.createLink(to, path);
            int group = groups.computeIfAbsent(path, it -> ++lastGroup);
            groups.put(to, group);
            contents.put(to, contents.get(path));
        }
    }

    private void forget(Path path) {
        contents.keySet().removeIf(it -> it.startsWith(path));
        groups.keySet().removeIf(it -> it.startsWith(path));
    }

    private void delete() throws IOException {
        List<Path> any = new ArrayList<>(all(random.nextInt(4) == 0));
        any.remove(top);
        if (!any.isEmpty()) {
            Path path = any.get(random.nextInt(any.size()));
            deleteAll(path);
            forget(path);
        }
    }

    static void deleteAll(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void chmod() throws IOException {
        Path path = random.nextBoolean() ? anyFile() : anyDirectory();
        if (path != null) {
            String mode =
                    List.of("rwx------", "rw-r--r--", "rwxrwxrwx", "r--------").get(random.nextInt(4));
            boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(directory ? "rwx" + mode.substring(3) : mode));
        }
    }

    private void xattr() throws IOException {
        Path path = anyFile();
        if (path == null) {
            return;
        }
        UserDefinedFileAttributeView view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
        try {
            if (random.nextInt(3) == 0 && !view.list().isEmpty()) {
                view.delete(view.list().getFirst());
            } else {
                view.write("k" + random.nextInt(2), ByteBuffer.wrap(new byte[] {(byte) random.nextInt()}));
            }
        } catch (IOException e) {
            // This file system has none.
            history.add("no xattrs");
        }
    }

    private void mkdir() throws IOException {
        Path path = freeName();
        if (!isThere(path)) {
            Files.createDirectory(path);
        }
    }

    /** A file becomes a directory, or the other way round. */
    private void swap() throws IOException {
        Path file = anyFile();
        if (file != null && random.nextBoolean()) {
            Files.delete(file);
            forget(file);
            Files.createDirectory(file);
            byte[] bytes = bytes();
            Files.write(file.resolve("inner"), bytes);
            contents.put(file.resolve("inner"), bytes);
            return;
        }
        Path directory = anyDirectory();
        if (!directory.equals(top)) {
            deleteAll(directory);
            forget(directory);
            byte[] bytes = bytes();
            Files.write(directory, bytes);
            contents.put(directory, bytes);
        }
    }

    private void symlink() throws IOException {
        Path path = freeName();
        if (!isThere(path)) {
            Files.createSymbolicLink(path, Path.of(random.nextBoolean() ? "/etc/passwd" : "../nowhere"));
        }
    }

    private void sparse() throws IOException {
        Path path = freeName();
        if (!isThere(path)) {
            byte[] after = new byte[64 << 10];
            after[after.length - 1] = 1;
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.seek(after.length - 1);
                file.write(1);
            }
            contents.put(path, after);
        }
    }
}
