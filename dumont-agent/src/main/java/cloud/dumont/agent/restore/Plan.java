package cloud.dumont.agent.restore;

import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The order in which a tree's names come back: numbers of {@link TreeTable}. What says which files are no one's business first,
 * since it decides what may be taken away. Then small files that changed lately, as many as a
 * user needs to begin with, then large ones that are whole, then the rest; always the newest first.
 */
final class Plan {
    private static final long SMALL = 8L << 20;
    private static final long HOT_BYTES = 5L << 30;
    private static final int RULES = 0;
    private static final int HOT = 1;
    private static final int LARGE = 2;
    private static final int REST = 3;
    private static final byte[] RULES_NAME = ".dumontignore".getBytes(StandardCharsets.US_ASCII);
    private final TreeTable tree;
    private final IntList directories = new IntList();
    private final IntList links = new IntList();
    private final IntList others = new IntList();
    private final Map<Long, Integer> firstOfLink = new HashMap<>();
    private long[] keys = new long[1024];
    private int files;
    private long bytes;
    private int rules;
    private int hot;
    private final boolean newest;

    private Plan(TreeTable tree, boolean newest) {
        this.tree = tree;
        this.newest = newest;
    }

    static Plan of(TreeTable tree, Selection selection, boolean newest) throws InterruptedException {
        Plan plan = new Plan(tree, newest);
        tree.visit((number, entry) -> {
            if (selection.has(entry.path())) {
                plan.add(number, entry);
            } else if (entry instanceof Entry.Directory && selection.leadsTo(entry.path())) {
                plan.directories.add(number);
            }
        });
        plan.sort();
        return plan;
    }

    private void add(int number, Entry entry) {
        switch (entry) {
            case Entry.File file -> {
                if (file.link() != 0 && firstOfLink.putIfAbsent(file.link(), number) != null) {
                    links.add(number);
                } else {
                    add(number, file);
                }
            }
            case Entry.Directory d -> directories.add(number);
            case Entry.Symlink s -> others.add(number);
            case Entry.Fifo f -> others.add(number);
            case Entry.Socket s -> others.add(number);
            case Entry.Device d -> others.add(number);
        }
    }

    /** Sorted by class, then by time, the newest first; two bits, thirty of seconds, thirty of number. */
    private void add(int number, Entry.File file) {
        FileVersion version = FileVersion.of(file, newest);
        long size = version.content().size();
        int rank = isRules(file) ? RULES : size <= SMALL ? HOT : file.fuzzy() ? REST : LARGE;
        long age = Math.clamp(4_000_000_000L - version.mtime().seconds(), 0, (1L << 32) - 1) >>> 2;
        if (files == keys.length) {
            keys = Arrays.copyOf(keys, files * 2);
        }
        keys[files++] = (long) rank << 61 | age << 31 | number;
        bytes += size;
    }

    private void sort() {
        Arrays.sort(keys, 0, files);
        long sum = 0;
        int at = 0;
        while (at < files && keys[at] >>> 61 == RULES) {
            at++;
        }
        rules = at;
        while (at < files && keys[at] >>> 61 == HOT) {
            sum += sizeAt(at);
            if (sum > HOT_BYTES) {
                break;
            }
            at++;
        }
        hot = at;
        // Small files beyond the first ones wait until the large ones are there.
        for (int i = at; i < files && keys[i] >>> 61 == HOT; i++) {
            keys[i] |= (long) REST << 61;
        }
        Arrays.sort(keys, hot, files);
    }

    private static boolean isRules(Entry.File file) {
        byte[] name = Entries.path(file.path()).name();
        return Arrays.equals(name, RULES_NAME);
    }

    private long sizeAt(int index) {
        return file(index) instanceof Entry.File file
                ? FileVersion.of(file, newest).content().size()
                : 0;
    }

    int files() {
        return files;
    }

    /** How many of the first files say what is not backed up. */
    int ruleFiles() {
        return rules;
    }

    /** How many of the files belong to those that a user needs first. */
    int hotFiles() {
        return hot;
    }

    /** Sizes of all files. */
    long bytes() {
        return bytes;
    }

    int number(int index) {
        return (int) (keys[index] & 0x7fff_ffff);
    }

    Entry.File file(int index) {
        if (entry(number(index)) instanceof Entry.File file) {
            return file;
        }
        throw new IllegalStateException("a plan of files names files");
    }

    Entry entry(int number) {
        PathBytes path = tree.path(number);
        Entry entry = tree.find(path);
        if (entry == null) {
            throw new IllegalStateException("the tree of a plan does not change");
        }
        return entry;
    }

    /** Parents first. */
    IntList directories() {
        return directories;
    }

    /** Symlinks, FIFOs, sockets, devices. */
    IntList others() {
        return others;
    }

    /** Further names of files that have several. */
    IntList links() {
        return links;
    }

    /** The name that carries the content for all names of that link. */
    PathBytes firstOf(long link) {
        Integer number = firstOfLink.get(link);
        if (number == null) {
            throw new IllegalStateException("a link without a first name");
        }
        return tree.path(number);
    }
}
