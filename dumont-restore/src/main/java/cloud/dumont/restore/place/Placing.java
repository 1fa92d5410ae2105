package cloud.dumont.restore.place;

import cloud.dumont.restore.archive.LostContent;
import cloud.dumont.restore.archive.Skipped;
import cloud.dumont.restore.container.Damage;
import cloud.dumont.restore.content.ContentPipeline;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Selection;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts entries below one directory, in the order of the tree. */
final class Placing implements ContentPipeline.Sink {
    private final Path root;
    private final boolean newest;
    private final FileNames names;
    private final Optional<LinuxCalls> linux;
    private final Attributes attributes;
    private final FileWriter writer = new FileWriter();
    private final String workingName = ".dumont-restore-" + UUID.randomUUID() + "-";
    private final Map<RawPath, Path> directories = new HashMap<>();
    private final List<PlacedDirectory> placed = new ArrayList<>();
    private final Map<Long, byte[]> firstNames = new HashMap<>();
    private final List<LostContent> lost = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private long workingNames;
    private long entries;
    private long bytes;
    private long sockets;

    private record PlacedDirectory(Entry.Directory entry, Place place) {}

    Placing(Path root, boolean newest, FileNames names, Optional<LinuxCalls> linux, Attributes attributes) {
        this.root = root;
        this.newest = newest;
        this.names = names;
        this.linux = linux;
        this.attributes = attributes;
        directories.put(RawPath.ROOT, root);
    }

    boolean wantsContent(Entry entry) {
        return !(entry instanceof Entry.File file) || file.link() == 0 || !firstNames.containsKey(file.link());
    }

    @Override
    public void entry(Entry entry, ContentPipeline.Feed feed) throws IOException {
        try {
            put(entry, feed);
        } catch (CannotPlace | InvalidPathException e) {
            skipped.add(new Skipped(entry.path(), String.valueOf(e.getMessage())));
        } catch (FileSystemException e) {
            if (outOfRoom(e)) {
                throw e;
            }
            skipped.add(new Skipped(entry.path(), String.valueOf(e.getReason())));
        }
    }

    private static boolean outOfRoom(FileSystemException e) {
        String reason = String.valueOf(e.getReason());
        return reason.contains("No space left") || reason.contains("quota") || reason.contains("Read-only");
    }

    /** What this system cannot take. */
    private static final class CannotPlace extends IOException {
        CannotPlace(String reason) {
            super(reason);
        }
    }

    private void put(Entry entry, ContentPipeline.Feed feed) throws IOException {
        switch (entry) {
            case Entry.Directory directory -> directory(directory);
            case Entry.File file -> file(file, feed);
            case Entry.Symlink symlink -> symlink(symlink);
            case Entry.Fifo fifo -> node(fifo, 0010000, 0);
            case Entry.Device device ->
                node(device, device.block() ? 0060000 : 0020000, LinuxCalls.device(device.major(), device.minor()));
            case Entry.Socket _ -> sockets++;
        }
    }

    private void directory(Entry.Directory directory) throws IOException {
        if (directory.path().isRoot()) {
            placed.add(new PlacedDirectory(directory, new Place(root, Optional.empty())));
            return;
        }
        Place place = place(directory.path());
        Files.createDirectory(
                place.file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        directories.put(directory.path(), place.file());
        placed.add(new PlacedDirectory(directory, place));
        entries++;
    }

    private void file(Entry.File file, ContentPipeline.Feed feed) throws IOException {
        byte[] first = file.link() == 0 ? null : firstNames.get(file.link());
        if (first != null) {
            hardLink(file, first);
            return;
        }
        Place place = place(file.path());
        Optional<Damage> damage = writer.write(place.file(), file.content(newest), feed);
        if (damage.isPresent()) {
            lost.add(new LostContent(file.path(), damage.get(), false));
            return;
        }
        attributes.set(file.path(), place.file(), file.metadata(), file.mtime(newest));
        byte[] name = settle(place);
        if (file.link() != 0) {
            firstNames.put(file.link(), name);
        }
        entries++;
        bytes += file.content(newest).size();
    }

    private void hardLink(Entry.File file, byte[] first) throws IOException {
        Path directory = directoryOf(file.path());
        Optional<String> text = names.text(file.path().name());
        if (linux.isPresent()) {
            check(linux.get().link(first, names.bytes(directory, file.path().name())), "hard link");
        } else if (text.isPresent()) {
            String existing = names.text(first).orElseThrow(() -> new CannotPlace("its name cannot be written here"));
            Files.createLink(directory.resolve(text.get()), Path.of(existing));
        } else {
            throw new CannotPlace("its name cannot be written here; restore by way of \"tar\"");
        }
        entries++;
    }

    private void symlink(Entry.Symlink symlink) throws IOException {
        Place place = place(symlink.path());
        if (linux.isPresent()) {
            check(linux.get().symlink(symlink.target(), names.bytes(place.file())), "symbolic link");
        } else {
            String target = names.text(symlink.target())
                    .orElseThrow(() -> new CannotPlace("its target cannot be written here; restore by way of \"tar\""));
            Files.createSymbolicLink(place.file(), Path.of(target));
        }
        attributes.setOfLink(symlink.path(), place.file(), symlink.metadata());
        settle(place);
        entries++;
    }

    private void node(Entry entry, int type, long device) throws IOException {
        if (linux.isEmpty()) {
            throw new CannotPlace("this program cannot create such a node here; restore by way of \"tar\"");
        }
        Place place = place(entry.path());
        check(linux.get().makeNode(names.bytes(place.file()), type | 0600, device), "node");
        attributes.set(
                entry.path(), place.file(), entry.metadata(), entry.metadata().mtime());
        settle(place);
        entries++;
    }

    private static void check(int error, String what) throws CannotPlace {
        if (error != 0) {
            throw new CannotPlace("the system refuses to create the " + what + " (error " + error + ")");
        }
    }

    private Path directoryOf(RawPath path) throws IOException {
        RawPath parent = path.parent();
        Path known = directories.get(parent);
        if (known != null) {
            return known;
        }
        Path above = directoryOf(parent);
        String name = names.text(parent.name()).orElse(workingName + workingNames++);
        Path made = Files.createDirectory(
                above.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        directories.put(parent, made);
        return made;
    }

    private Place place(RawPath path) throws IOException {
        Path directory = directoryOf(path);
        Optional<String> name = names.text(path.name());
        if (name.isPresent()) {
            return new Place(directory.resolve(name.get()), Optional.empty());
        }
        if (linux.isEmpty()) {
            throw new CannotPlace("its name cannot be written here; restore by way of \"tar\"");
        }
        return new Place(directory.resolve(workingName + workingNames++), Optional.of(path.name()));
    }

    /** Gives it its own name if that could not be written down before. */
    private byte[] settle(Place place) throws CannotPlace {
        byte[] working = names.bytes(place.file());
        if (place.finalName().isEmpty() || linux.isEmpty()) {
            return working;
        }
        byte[] name = names.bytes(place.directory(), place.finalName().get());
        check(linux.get().rename(working, name), "name");
        return name;
    }

    /** From the deepest up: what is in a directory changes its time, and the last mode may forbid to enter it. */
    void finishDirectories() {
        for (PlacedDirectory directory : placed.reversed()) {
            Entry.Directory entry = directory.entry();
            attributes.set(
                    entry.path(),
                    directory.place().file(),
                    entry.metadata(),
                    entry.metadata().mtime());
            try {
                settle(directory.place());
            } catch (CannotPlace e) {
                skipped.add(new Skipped(entry.path(), String.valueOf(e.getMessage())));
            }
        }
    }

    RestoreReport report(Selection.Visit visit) {
        return new RestoreReport(
                entries,
                bytes,
                List.copyOf(lost),
                List.copyOf(skipped),
                sockets,
                attributes.failures(),
                visit.missing(),
                visit.lostPages());
    }
}
