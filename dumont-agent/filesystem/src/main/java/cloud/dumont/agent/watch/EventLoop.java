package cloud.dumont.agent.watch;

import cloud.dumont.agent.files.FileTree;
import cloud.dumont.agent.files.RawPath;
import cloud.dumont.agent.files.TemporaryName;
import cloud.dumont.agent.posix.Fd;
import cloud.dumont.agent.posix.Notify;
import cloud.dumont.agent.posix.Open;
import cloud.dumont.agent.posix.PosixException;
import cloud.dumont.agent.posix.ThisThread;
import cloud.dumont.agent.scan.IgnoreFile;
import cloud.dumont.agent.scan.Pace;
import cloud.dumont.agent.scan.Scanner;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Turns events into marks. Directories that came into being wait in a queue for their registration, which is a scan. */
final class EventLoop {
    private static final int MOST_WAITING = 4_096;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private final Scanner scanner;
    private final DirtySet dirty;
    private final LongSupplier nanoTime;
    private final Pace pace;
    private final Pace later;
    private final Events events;
    private final Watches watches;
    private final Set<RawPath> waiting = new LinkedHashSet<>();
    private boolean again;
    private boolean moved;
    private long overflows;

    EventLoop(
            Scanner scanner,
            DirtySet dirty,
            LongSupplier nanoTime,
            Pace pace,
            Pace later,
            int notify,
            WatchLimits limits,
            Arena arena) {
        this.scanner = scanner;
        this.dirty = dirty;
        this.nanoTime = nanoTime;
        this.pace = pace;
        this.later = later;
        this.events = new Events(arena, notify);
        this.watches = new Watches(notify, limits.watches());
    }

    WatchReport report(boolean complete) {
        return new WatchReport(
                watches.table().size() > 0,
                complete,
                watches.table().size(),
                watches.budget(),
                watches.scanned().list(),
                overflows);
    }

    /** Takes in what the kernel has, and all that follows from it. */
    void step() throws PosixException {
        takeIn();
        while (!pace.isStopped() && (again || !waiting.isEmpty())) {
            if (again) {
                registerAll(later);
                markAll();
            } else {
                RawPath next = waiting.iterator().next();
                waiting.remove(next);
                register(next);
            }
            takeIn();
        }
    }

    private void takeIn() throws PosixException {
        while (events.advance()) {
            handle();
        }
    }

    private void breathe() {
        try {
            takeIn();
        } catch (PosixException failed) {
            again = true;
        }
    }

    /** Every root anew; what is watched already keeps its watch, what is not there any more loses it. */
    void registerAll(Pace own) throws PosixException {
        again = false;
        moved = false;
        waiting.clear();
        watches.scanned().clear();
        List<Registration> done = new ArrayList<>();
        ArrayDeque<RawPath> deferred = new ArrayDeque<>();
        for (RawPath root : scanner.scope().roots()) {
            Registration registration = new Registration(watches, WatchTable.TOP, true, true, this::breathe);
            scanner.scan(root, own, registration);
            done.add(registration);
            deferred.addAll(registration.deferred());
        }
        while (!deferred.isEmpty() && !pace.isStopped()) {
            done.add(registerBulk(deferred.pop()));
        }
        if (!pace.isStopped() && !again && !moved) {
            // A directory that moved meanwhile may have been watched without being come by.
            watches.keepOnly(watch -> done.stream().anyMatch(each -> each.saw(watch)));
        }
    }

    // All of it or nothing: half a tree of packages needs the scan just as well.
    private Registration registerBulk(RawPath path) throws PosixException {
        int above = watchOf(path.parent());
        Registration registration = new Registration(watches, above, false, false, this::breathe);
        if (above == Watches.NONE || watches.isFull()) {
            watches.scanned().add(path);
            return registration;
        }
        scanner.scan(path, pace, registration);
        int watch = registration.isComplete() ? Watches.NONE : watchOf(path);
        if (watch != Watches.NONE) {
            watches.drop(watch);
            watches.scanned().add(path);
        }
        return registration;
    }

    private void register(RawPath path) throws PosixException {
        int above = path.isRoot() || scanner.scope().roots().contains(path) ? WatchTable.TOP : watchOf(path.parent());
        if (above != Watches.NONE) {
            Registration registration = new Registration(watches, above, true, true, this::breathe);
            scanner.scan(path, pace, registration);
            for (RawPath bulk : registration.deferred()) {
                registerBulk(bulk);
            }
        } else if (!watches.scanned().covers(path)) {
            watches.scanned().add(path);
        }
        // Once more: somebody may have scanned it between its mark and its watch.
        dirty.subtree(path, now());
    }

    private int watchOf(RawPath directory) {
        try (FileTree tree = FileTree.open(scanner.scope().top());
                Fd fd = tree.open(directory, Open.PATH | Open.DIRECTORY)) {
            return watches.ask(fd.number());
        } catch (PosixException gone) {
            return Watches.NONE;
        }
    }

    private void handle() {
        if (events.has(Notify.OVERFLOW)) {
            overflows++;
            again = true;
            markAll();
            return;
        }
        int watch = events.watch();
        RawPath directory = watches.table().path(watch);
        if (events.has(Notify.IGNORED)) {
            watches.table().remove(watch);
        } else if (directory != null) {
            watches.table().changedAt(watch, (int) fileSeconds());
            byte[] name = events.name();
            if (name.length == 0) {
                self(watch, directory);
            } else if (!TemporaryName.is(name)) {
                child(watch, directory, name);
            }
        }
    }

    private static long fileSeconds() {
        return ThisThread.fileClockNanos() / NANOS_PER_SECOND;
    }

    private void self(int watch, RawPath directory) {
        if (events.has(Notify.MOVE_SELF)) {
            // Its new place was told to the table before, if it is one that is watched.
            if (watchOf(directory) != watch) {
                watches.drop(watch);
            }
        } else if (events.has(Notify.UNMOUNT) || events.has(Notify.DELETE_SELF)) {
            dirty.subtree(directory, now());
        } else {
            dirty.touched(directory, now());
        }
    }

    private void child(int watch, RawPath directory, byte[] name) {
        RawPath path = directory.child(name);
        if (scanner.scope().never().contains(path)) {
            return;
        }
        boolean comesOrGoes = events.has(Notify.CREATE | Notify.DELETE | Notify.MOVED_FROM | Notify.MOVED_TO);
        if (comesOrGoes) {
            dirty.touched(directory, now());
        }
        if (IgnoreFile.is(name) && !events.has(Notify.ATTRIB)) {
            dirty.subtree(directory, now());
            wait(directory);
        }
        if (events.has(Notify.ISDIR)) {
            directory(watch, path, name);
        } else if (events.has(Notify.MODIFY)) {
            dirty.written(path, now());
        } else if (events.has(Notify.CLOSE_WRITE)) {
            dirty.closed(path, now());
        } else {
            dirty.touched(path, now());
        }
    }

    private void directory(int parent, RawPath path, byte[] name) {
        if (!events.has(Notify.CREATE | Notify.MOVED_TO)) {
            dirty.touched(path, now());
            return;
        }
        dirty.subtree(path, now());
        int known = watchOf(path);
        RawPath before = known == Watches.NONE ? null : watches.table().path(known);
        if (before == null || known == parent) {
            wait(path);
        } else if (!before.equals(path)) {
            moved = true;
            watches.scanned().removeBelow(path);
            watches.scanned().renamed(before, path);
            watches.table().put(known, parent, name, watches.table().changed(known));
        }
    }

    private void wait(RawPath path) {
        if (waiting.size() >= MOST_WAITING) {
            again = true;
        } else {
            waiting.add(path);
        }
    }

    private void markAll() {
        scanner.scope().roots().forEach(root -> dirty.subtree(root, now()));
    }

    private long now() {
        return nanoTime.getAsLong();
    }
}
