package cloud.dumont.agent.tree;

import cloud.dumont.agent.chunk.ChunkId;
import cloud.dumont.agent.container.ContainerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Entries of all kinds, by chance. */
final class RandomEntries {
    private final Random random;

    RandomEntries(long seed) {
        random = new Random(seed);
    }

    PathBytes path() {
        PathBytes path = PathBytes.ROOT;
        for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
            path = path.child(name());
        }
        return path;
    }

    byte[] name() {
        byte[] name = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 255 : 4)];
        for (int i = 0; i < name.length; i++) {
            do {
                name[i] = (byte) random.nextInt(256);
            } while (name[i] == 0 || name[i] == '/' || name[i] == '.');
        }
        return name;
    }

    Entry entry(PathBytes path) {
        Meta meta = meta();
        return switch (random.nextInt(8)) {
            case 0 -> new Entry.Symlink(path, meta, bytes(300));
            case 1 -> new Entry.Fifo(path, meta);
            case 2 -> new Entry.Socket(path, meta);
            case 3 -> new Entry.Device(path, meta, random.nextBoolean(), random.nextInt(4096), random.nextInt(1 << 20));
            default -> file(path, meta);
        };
    }

    Entry.Directory directory(PathBytes path) {
        return new Entry.Directory(path, meta());
    }

    private Entry.File file(PathBytes path, Meta meta) {
        boolean fuzzy = random.nextInt(4) == 0;
        Entry.Version whole = fuzzy && random.nextBoolean() ? new Entry.Version(moment(), content()) : null;
        return new Entry.File(path, meta, fuzzy, random.nextInt(3), content(), whole);
    }

    private Content content() {
        List<Part> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(random.nextInt(4) == 0 ? new Part.Hole(random.nextLong(1L << 40)) : piece());
        }
        return Content.of(parts);
    }

    Piece piece() {
        long epoch = random.nextInt(100);
        long number = random.nextLong(1_000_000);
        ContainerName name =
                random.nextBoolean() ? ContainerName.pack(epoch, number) : ContainerName.commit(epoch, number);
        ChunkId id = new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        return new Piece(name, random.nextLong(1L << 32), 1 + random.nextInt(8 << 20), id);
    }

    private Meta meta() {
        List<Xattr> xattrs = new ArrayList<>();
        for (int i = random.nextInt(10) == 0 ? random.nextInt(4) : 0; i > 0; i--) {
            xattrs.add(new Xattr(bytes(40), bytes(400)));
        }
        return new Meta(random.nextInt(4096), random.nextLong(1L << 32), random.nextInt(1000), moment(), xattrs);
    }

    private Moment moment() {
        return new Moment(random.nextLong(-100_000_000_000L, 100_000_000_000L), random.nextInt(1_000_000_000));
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }
}
