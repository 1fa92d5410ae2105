package cloud.dumont.restore.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Objects as files below a directory, for instance a bucket that was copied to a disk. */
public final class DirectorySource implements ObjectSource {
    private final Path root;

    public DirectorySource(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public byte[] read(String name, int limit) throws StoreException {
        try (FileChannel file = open(name)) {
            if (file.size() > limit) {
                throw new ObjectTooLarge(name, limit);
            }
            return read(file, 0, (int) file.size());
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    @Override
    public byte[] readRange(String name, long offset, int length) throws StoreException {
        try (FileChannel file = open(name)) {
            return read(file, offset, (int) Math.clamp(file.size() - offset, 0, length));
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    @Override
    public Tail readTail(String name, int length) throws StoreException {
        try (FileChannel file = open(name)) {
            long size = file.size();
            int wanted = (int) Math.min(size, length);
            return new Tail(read(file, size - wanted, wanted), size);
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    @Override
    public long size(String name) throws StoreException {
        try (FileChannel file = open(name)) {
            return file.size();
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    @Override
    public List<StoredObject> list(String prefix, String after, int limit) throws StoreException {
        Path start = folderOf(prefix);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        List<StoredObject> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(start)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.startsWith(prefix) && name.compareTo(after) > 0 && Files.isRegularFile(file)) {
                    found.add(new StoredObject(name, Files.size(file)));
                }
            }
        } catch (IOException e) {
            throw failure(prefix, e);
        }
        found.sort(Comparator.comparing(StoredObject::name));
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    private Path folderOf(String prefix) throws StoreException {
        int slash = prefix.lastIndexOf('/');
        return slash < 0 ? root : locate(prefix.substring(0, slash));
    }

    private FileChannel open(String name) throws IOException {
        Path file = locate(name);
        if (!Files.isRegularFile(file)) {
            throw new MissingObject(name);
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private Path locate(String name) throws StoreException {
        try {
            Path file = root.resolve(name).normalize();
            if (!file.startsWith(root)) {
                throw new StoreRefused("an object's name must stay below the directory: " + name);
            }
            return file;
        } catch (InvalidPathException e) {
            throw new StoreRefused("not an object's name: " + name, e);
        }
    }

    private static byte[] read(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    private static StoreException failure(String name, IOException cause) {
        return switch (cause) {
            case StoreException known -> known;
            case NoSuchFileException _ -> new MissingObject(name);
            case IOException other -> new StoreUnreachable(name + " cannot be read: " + other.getMessage(), other);
        };
    }
}
