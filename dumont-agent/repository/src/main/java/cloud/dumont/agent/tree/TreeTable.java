package cloud.dumont.agent.tree;

import cloud.dumont.agent.wire.ByteReader;
import cloud.dumont.agent.wire.ByteWriter;
import cloud.dumont.agent.wire.MalformedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole tree of entries, off the heap: about 120 bytes for a small file. Each entry has a number that stays as long as the entry
 * does, for whoever wants to keep something beside it. Thread-safe; visits hold the lock.
 */
public final class TreeTable implements AutoCloseable {
    /** No entry has this number. */
    public static final int NONE = NodeTable.NONE;

    private static final int LONGEST_NAME = 0xFFFF;
    private final NodeTable nodes = new NodeTable();
    private final NameMap names = new NameMap(nodes);
    private BlobLog blobs = new BlobLog();
    private final ByteWriter scratch = new ByteWriter(256);
    private int root = NONE;
    private long entries;
    private long files;
    private long bytes;

    /** Takes an entry of a visit. */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {
        void entry(int number, Entry entry) throws X, InterruptedException;
    }

    /** The number of the entry of that path. */
    public synchronized int number(PathBytes path) {
        int node = root;
        byte[] all = path.array();
        int begin = 0;
        while (node != NONE && begin < all.length) {
            int end = begin;
            while (end < all.length && all[end] != '/') {
                end++;
            }
            node = child(node, all, begin, end);
            begin = end + 1;
        }
        return node;
    }

    public synchronized @Nullable Entry find(PathBytes path) {
        int node = number(path);
        return node == NONE ? null : entry(node, path);
    }

    public synchronized PathBytes path(int number) {
        if (number == root) {
            return PathBytes.ROOT;
        }
        return path(nodes.parent(number)).child(name(number));
    }

    /**
     * Puts an entry in place of the one of its path, and gives that one back. The parent directory must be there, unless it is the
     * root of a tree without an entry for it.
     *
     * @throws IllegalArgumentException if a directory would become something else or the other way round, or has no parent
     */
    public synchronized @Nullable Entry put(Entry entry) {
        PathBytes path = entry.path();
        int there = number(path);
        if (there != NONE) {
            Entry before = entry(there, path);
            if (before instanceof Entry.Directory != entry instanceof Entry.Directory) {
                throw new IllegalArgumentException("a directory changes into something else without a removal");
            }
            blobs.drop(nodes.blob(there));
            nodes.blob(there, blob(entry));
            count(before, -1);
            count(entry, 1);
            tidy();
            return before;
        }
        if (path.isRoot()) {
            root = nodes.allocate(NONE, blob(entry), 0);
        } else {
            add(entry);
        }
        count(entry, 1);
        return null;
    }

    private void add(Entry entry) {
        PathBytes path = entry.path();
        int parent = number(path.parent());
        if (parent == NONE && path.parent().isRoot()) {
            throw new IllegalArgumentException("the root has no entry");
        }
        if (parent == NONE || !isDirectory(parent)) {
            throw new IllegalArgumentException("an entry has no parent directory");
        }
        byte[] name = path.name();
        int node = nodes.allocate(parent, blob(entry), hash(parent, name, 0, name.length));
        nodes.adopt(parent, node);
        names.add(node);
    }

    /** Takes an entry away with all below it; each is given to {@code gone}. A path that is not there is no error. */
    public synchronized void remove(PathBytes path, Consumer<Entry> gone) {
        int node = number(path);
        if (node == NONE) {
            return;
        }
        if (node == root) {
            root = NONE;
        } else {
            nodes.orphan(node);
        }
        drop(node, path, gone);
        tidy();
    }

    private void drop(int node, PathBytes path, Consumer<Entry> gone) {
        ArrayDeque<Step> open = new ArrayDeque<>();
        open.push(new Step(node, path));
        while (!open.isEmpty()) {
            Step step = open.pop();
            for (int child = nodes.first(step.node); child != NONE; child = nodes.next(child)) {
                open.push(new Step(child, step.path.child(name(child))));
            }
            Entry entry = entry(step.node, step.path);
            if (!step.path.isRoot()) {
                names.remove(step.node);
            }
            blobs.drop(nodes.blob(step.node));
            nodes.release(step.node);
            count(entry, -1);
            gone.accept(entry);
        }
    }

    private record Step(int node, PathBytes path) {}

    /** All entries, in tree order. */
    public <X extends Exception> void visit(Visitor<X> visitor) throws X, InterruptedException {
        visit(PathBytes.ROOT, visitor);
    }

    /** The entry of that path and all below it, in tree order. */
    public synchronized <X extends Exception> void visit(PathBytes path, Visitor<X> visitor)
            throws X, InterruptedException {
        int node = number(path);
        if (node != NONE) {
            visit(node, path, visitor);
        }
    }

    private <X extends Exception> void visit(int start, PathBytes path, Visitor<X> visitor)
            throws X, InterruptedException {
        ArrayDeque<Siblings> open = new ArrayDeque<>();
        visitor.entry(start, entry(start, path));
        open.push(new Siblings(start, path, childNames(start)));
        while (!open.isEmpty()) {
            Siblings siblings = open.peek();
            if (siblings.next == siblings.names.length) {
                open.pop();
                continue;
            }
            byte[] name = siblings.names[siblings.next++];
            int node = child(siblings.parent, name, 0, name.length);
            PathBytes below = siblings.path.child(name);
            visitor.entry(node, entry(node, below));
            if (nodes.first(node) != NONE) {
                open.push(new Siblings(node, below, childNames(node)));
            }
        }
    }

    private static final class Siblings {
        private final int parent;
        private final PathBytes path;
        private final byte[][] names;
        private int next;

        Siblings(int parent, PathBytes path, byte[][] names) {
            this.parent = parent;
            this.path = path;
            this.names = names;
        }
    }

    /** The names in a directory, in tree order; none if it is no directory. */
    public synchronized byte[][] children(PathBytes directory) {
        int node = number(directory);
        return node == NONE ? new byte[0][] : childNames(node);
    }

    private byte[][] childNames(int node) {
        int count = 0;
        for (int child = nodes.first(node); child != NONE; child = nodes.next(child)) {
            count++;
        }
        byte[][] found = new byte[count][];
        for (int child = nodes.first(node); child != NONE; child = nodes.next(child)) {
            found[--count] = name(child);
        }
        Arrays.sort(found, Arrays::compareUnsigned);
        return found;
    }

    public synchronized long entries() {
        return entries;
    }

    /** Names of regular files. */
    public synchronized long files() {
        return files;
    }

    /** The sizes of all names of regular files. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Off the heap. */
    public synchronized long memoryBytes() {
        return blobs.allocatedBytes() + nodes.memoryBytes() + names.memoryBytes();
    }

    private void count(Entry entry, int sign) {
        entries += sign;
        if (entry instanceof Entry.File file) {
            files += sign;
            bytes += sign * file.content().size();
        }
    }

    public synchronized boolean isDirectory(int number) {
        long blob = nodes.blob(number);
        return blobs.byteAt(blob, 2 + nameLength(blob)) == 'd';
    }

    /** A blob is: u16 length of the name ‖ name ‖ the entry without its path. */
    private long blob(Entry entry) {
        byte[] name = entry.path().name();
        if (name.length > LONGEST_NAME) {
            throw new IllegalArgumentException("a name longer than any file system has");
        }
        scratch.clear();
        scratch.u8(name.length >> 8).u8(name.length).raw(name);
        EntryCodec.writeBody(scratch, entry);
        return blobs.put(scratch.array(), scratch.size());
    }

    private int nameLength(long blob) {
        return (blobs.byteAt(blob, 0) & 0xFF) << 8 | blobs.byteAt(blob, 1) & 0xFF;
    }

    private byte[] name(int node) {
        long blob = nodes.blob(node);
        byte[] name = new byte[nameLength(blob)];
        for (int i = 0; i < name.length; i++) {
            name[i] = blobs.byteAt(blob, 2 + i);
        }
        return name;
    }

    private Entry entry(int node, PathBytes path) {
        byte[] blob = blobs.get(nodes.blob(node));
        int from = 2 + ((blob[0] & 0xFF) << 8 | blob[1] & 0xFF);
        try {
            return EntryCodec.readBody(new ByteReader(blob, from, blob.length - from), path);
        } catch (MalformedException e) {
            throw new IllegalStateException("an entry in memory is broken", e);
        }
    }

    private int child(int parent, byte[] path, int begin, int end) {
        int hash = hash(parent, path, begin, end);
        for (int slot = names.home(hash); ; slot = names.next(slot)) {
            int node = names.node(slot);
            if (node == NONE) {
                return NONE;
            }
            if (nodes.hash(node) == hash && nodes.parent(node) == parent && isNamed(node, path, begin, end)) {
                return node;
            }
        }
    }

    private boolean isNamed(int node, byte[] path, int begin, int end) {
        long blob = nodes.blob(node);
        if (nameLength(blob) != end - begin) {
            return false;
        }
        for (int i = begin; i < end; i++) {
            if (blobs.byteAt(blob, 2 + i - begin) != path[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(int parent, byte[] path, int begin, int end) {
        int hash = parent * 0x9E37_79B1;
        for (int i = begin; i < end; i++) {
            hash = hash * 31 + path[i];
        }
        return hash ^ hash >>> 15;
    }

    private void tidy() {
        if (blobs.wasteful()) {
            BlobLog fresh = new BlobLog();
            if (root != NONE) {
                move(root, fresh);
            }
            blobs.close();
            blobs = fresh;
        }
    }

    private void move(int start, BlobLog to) {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.push(start);
        while (!open.isEmpty()) {
            int node = open.pop();
            byte[] blob = blobs.get(nodes.blob(node));
            nodes.blob(node, to.put(blob, blob.length));
            for (int child = nodes.first(node); child != NONE; child = nodes.next(child)) {
                open.push(child);
            }
        }
    }

    @Override
    public synchronized void close() {
        blobs.close();
        names.close();
        nodes.close();
    }
}
