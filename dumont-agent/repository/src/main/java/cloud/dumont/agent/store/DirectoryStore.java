package cloud.dumont.agent.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Objects as files below a directory. An object appears whole, by a hard link that fails when the name is taken. */
public final class DirectoryStore implements ObjectStore {
    private static final int PAGE = 1000;
    private static final String PART = ".part-";
    private static final AtomicLong PARTS = new AtomicLong();
    private final Path root;

    public DirectoryStore(Path root) {
        this.root = root;
    }

    @Override
    public void put(String name, Body body) throws StoreException {
        Path target = root.resolve(name);
        try {
            Files.createDirectories(target.resolveSibling("x").getParent());
            Path part = target.resolveSibling(PART + ProcessHandle.current().pid() + "-" + PARTS.incrementAndGet());
            try (InputStream in = body.open()) {
                Files.copy(in, part);
                Files.createLink(target, part);
            } catch (FileAlreadyExistsException e) {
                refuseOther(name, target, part);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new StoreException.Unavailable("the directory does not take it: " + e);
        }
    }

    private static void refuseOther(String name, Path target, Path part) throws IOException, StoreException {
        if (Files.mismatch(target, part) != -1) {
            throw new StoreException.Fenced(name + " holds other bytes");
        }
    }

    @Override
    public InputStream get(String name, long offset, long length) throws StoreException {
        try {
            SeekableByteChannel channel = Files.newByteChannel(root.resolve(name));
            if (offset >= channel.size()) {
                channel.close();
                throw new StoreException.Missing(name + " from " + offset);
            }
            channel.position(offset);
            return new LimitedStream(Channels.newInputStream(channel), length);
        } catch (NoSuchFileException e) {
            throw new StoreException.Missing(name);
        } catch (IOException e) {
            throw new StoreException.Unavailable("the directory does not give it: " + e);
        }
    }

    @Override
    public Tail tail(String name, int length) throws StoreException {
        try (SeekableByteChannel channel = Files.newByteChannel(root.resolve(name), StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, size));
            channel.position(size - bytes.capacity());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                continue;
            }
            return new Tail(bytes.array(), size);
        } catch (NoSuchFileException e) {
            throw new StoreException.Missing(name);
        } catch (IOException e) {
            throw new StoreException.Unavailable("the directory does not give it: " + e);
        }
    }

    @Override
    public List<Listed> list(String prefix, @Nullable String after) throws StoreException {
        Path folder = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> new Listed(
                            root.relativize(file).toString(), file.toFile().length()))
                    .filter(listed ->
                            listed.name().startsWith(prefix) && !listed.name().contains(PART))
                    .filter(listed -> after == null || listed.name().compareTo(after) > 0)
                    .sorted(java.util.Comparator.comparing(Listed::name))
                    .limit(PAGE)
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new StoreException.Unavailable("the directory cannot be listed: " + e);
        }
    }
}
