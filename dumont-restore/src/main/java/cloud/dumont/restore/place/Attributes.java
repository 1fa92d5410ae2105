package cloud.dumont.restore.place;

import cloud.dumont.restore.archive.Skipped;
import cloud.dumont.restore.record.Metadata;
import cloud.dumont.restore.record.Moment;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.record.Xattr;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets owner, mode, extended attributes and time of what was placed, and remembers what could not be set. */
final class Attributes {
    private static final int REMEMBERED = 1000;

    private final FileNames names;
    private final Optional<LinuxCalls> linux;
    private final boolean owners;
    private final List<Skipped> failures = new ArrayList<>();

    /** @param owners whether this process may give files away */
    Attributes(FileNames names, Optional<LinuxCalls> linux, boolean owners) {
        this.names = names;
        this.linux = linux;
        this.owners = owners;
    }

    List<Skipped> failures() {
        return List.copyOf(failures);
    }

    /** For everything but symbolic links, which have no mode. A change of owner takes set-id bits away, so it comes first. */
    void set(RawPath path, Path file, Metadata metadata, Moment mtime) {
        owner(path, file, metadata);
        // Without following links the JDK would open the file, and wait for ever at a FIFO; this is no link.
        attempt(path, "its mode", () -> Files.setAttribute(file, "unix:mode", metadata.mode()));
        metadata.xattrs().forEach(xattr -> xattr(path, file, xattr));
        time(path, file, mtime);
    }

    void setOfLink(RawPath path, Path file, Metadata metadata) {
        owner(path, file, metadata);
        metadata.xattrs().forEach(xattr -> xattr(path, file, xattr));
        time(path, file, metadata.mtime());
    }

    private void owner(RawPath path, Path file, Metadata metadata) {
        if (owners) {
            attempt(path, "its owner", () -> {
                Files.setAttribute(file, "unix:uid", (int) metadata.uid(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", (int) metadata.gid(), LinkOption.NOFOLLOW_LINKS);
            });
        }
    }

    private void xattr(RawPath path, Path file, Xattr xattr) {
        String name = new String(xattr.name(), StandardCharsets.UTF_8);
        if (linux.isPresent()) {
            int error = linux.get().setXattr(names.bytes(file), xattr.name(), xattr.value());
            if (error != 0) {
                fail(path, "its extended attribute " + name + " (error " + error + ")");
            }
            return;
        }
        attempt(path, "its extended attribute " + name, () -> {
            UserDefinedFileAttributeView view =
                    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (view == null || !name.startsWith("user.")) {
                throw new IOException("this file system has no room for it");
            }
            view.write(name.substring("user.".length()), ByteBuffer.wrap(xattr.value()));
        });
    }

    private void time(RawPath path, Path file, Moment mtime) {
        if (linux.isPresent()) {
            int error = linux.get().setModified(names.bytes(file), mtime.seconds(), mtime.nanos());
            if (error != 0) {
                fail(path, "its time (error " + error + ")");
            }
            return;
        }
        attempt(
                path,
                "its time",
                () -> Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(FileTime.from(mtime.instant()), null, null));
    }

    private interface Setting {
        void set() throws IOException;
    }

    private void attempt(RawPath path, String what, Setting setting) {
        try {
            setting.set();
        } catch (IOException e) {
            fail(path, what + " (" + e.getMessage() + ")");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            fail(path, what + " (this system has no such thing)");
        }
    }

    private void fail(RawPath path, String what) {
        if (failures.size() < REMEMBERED) {
            failures.add(new Skipped(path, what));
        }
    }
}
