package cloud.dumont.agent.backup;

import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.history.Draft;
import cloud.dumont.agent.table.Entries;
import cloud.dumont.agent.table.IdentityLog;
import cloud.dumont.agent.table.InodeTable;
import cloud.dumont.agent.tree.Entry;
import cloud.dumont.agent.tree.PathBytes;
import cloud.dumont.agent.tree.TreeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The draft of the next commit together with the inodes that its entries were read from. Those become known when the commit
 * counts; an entry that says nothing new makes its inode known at once. For one thread at a time.
 */
final class Changes {
    /** 0 stands for unknown in both. */
    private record Seen(long inode, long identity) {}

    private final Draft draft;
    private final TreeTable tree;
    private final InodeTable inodes;
    private final IdentityLog log;
    private final NavigableMap<RawPath, Seen> seen = new TreeMap<>();
    private final Map<Long, Set<RawPath>> byInode = new HashMap<>();
    private final Set<PathBytes> removed = new LinkedHashSet<>();

    Changes(Draft draft, TreeTable tree, InodeTable inodes, IdentityLog log) {
        this.draft = draft;
        this.tree = tree;
        this.inodes = inodes;
        this.log = log;
    }

    Draft draft() {
        return draft;
    }

    /** What the tree will hold under that name. */
    @Nullable
    Entry entry(RawPath path) {
        return draft.view(Entries.path(path));
    }

    long identity(RawPath path) {
        Seen mine = seen.get(path);
        if (mine != null) {
            return mine.identity();
        }
        int number = entry(path) == null ? TreeTable.NONE : tree.number(Entries.path(path));
        return number == TreeTable.NONE ? 0 : inodes.identity(number);
    }

    long inode(RawPath path) {
        Seen mine = seen.get(path);
        if (mine != null) {
            return mine.inode();
        }
        int number = entry(path) == null ? TreeTable.NONE : tree.number(Entries.path(path));
        return number == TreeTable.NONE ? 0 : inodes.inode(number);
    }

    /** Names of the coming tree that were last seen with this inode. */
    List<RawPath> withInode(long inode) {
        List<RawPath> names = new ArrayList<>(hadInode(inode));
        names.removeIf(name -> entry(name) == null || inode(name) != inode);
        return names;
    }

    /** The same, and names of the last commit that are going to be removed. */
    Set<RawPath> hadInode(long inode) {
        Set<RawPath> found = new TreeSet<>(byInode.getOrDefault(inode, Set.of()));
        for (int number : inodes.withInode(inode)) {
            found.add(Entries.path(tree.path(number)));
        }
        return found;
    }

    /**
     * Other names of the files of the last commit that go with this name. Who changed such a file may have done so by the name that
     * goes, and then nothing else says that the others changed.
     */
    Set<RawPath> namesBeside(RawPath going) throws InterruptedException {
        Set<Long> linked = new HashSet<>();
        tree.visit(Entries.path(going), (number, entry) -> {
            if (entry instanceof Entry.File file && file.link() != 0) {
                linked.add(inodes.inode(number));
            }
        });
        linked.remove(0L);
        Set<RawPath> beside = new TreeSet<>();
        linked.forEach(inode -> beside.addAll(hadInode(inode)));
        beside.removeIf(name -> name.startsWith(going) || entry(name) == null);
        return beside;
    }

    /**
     * The file of the coming tree, or else of the last commit, if that name was read from an inode in this state.
     *
     * @return null also when the name is no file
     */
    Entry.@Nullable File fileWithIdentity(RawPath path, long identity) {
        Seen mine = seen.get(path);
        if (mine != null) {
            return mine.identity() == identity && entry(path) instanceof Entry.File file ? file : null;
        }
        int number = tree.number(Entries.path(path));
        boolean same = number != TreeTable.NONE && inodes.identity(number) == identity;
        return same && tree.find(Entries.path(path)) instanceof Entry.File file ? file : null;
    }

    /** The directory of the entry must be there. */
    void put(Entry entry, long inode, long identity) {
        RawPath path = Entries.path(entry.path());
        Entry before = entry(path);
        if (before != null && before instanceof Entry.Directory != entry instanceof Entry.Directory) {
            remove(path);
        }
        if (entry.equals(before) && !seen.containsKey(path)) {
            inodes.learn(tree.number(entry.path()), inode, identity);
            log.add(entry.path(), identity);
            return;
        }
        forget(path);
        draft.upsert(entry);
        seen.put(path, new Seen(inode, identity));
        if (inode != 0) {
            byInode.computeIfAbsent(inode, it -> new HashSet<>()).add(path);
        }
    }

    /** The name goes, with all below it. */
    void remove(RawPath path) {
        List<RawPath> below = new ArrayList<>();
        for (RawPath each : seen.tailMap(path, true).keySet()) {
            if (!each.startsWith(path)) {
                break;
            }
            below.add(each);
        }
        below.forEach(this::forget);
        draft.remove(Entries.path(path));
        removed.add(Entries.path(path));
    }

    private void forget(RawPath path) {
        Seen before = seen.remove(path);
        if (before != null) {
            Set<RawPath> names = byInode.get(before.inode());
            if (names != null && names.remove(path) && names.isEmpty()) {
                byInode.remove(before.inode());
            }
        }
    }

    /** The name stays as the last commit has it. */
    void giveUp(RawPath path) {
        forget(path);
        draft.forget(Entries.path(path));
    }

    int size() {
        return seen.size() + removed.size();
    }

    /** Right before the commit changes the tree: numbers of what goes are soon those of other names. */
    void beforeCommit() throws InterruptedException {
        for (PathBytes path : removed) {
            tree.visit(path, (number, entry) -> inodes.forget(number));
        }
    }

    /** The commit counts. */
    void committed() {
        seen.forEach((path, it) -> {
            PathBytes name = Entries.path(path);
            int number = tree.number(name);
            if (number != TreeTable.NONE) {
                inodes.learn(number, it.inode(), it.identity());
                log.add(name, it.identity());
            }
        });
    }
}
