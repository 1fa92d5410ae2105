package cloud.dumont.restore.place;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.content.ContentPipeline;
import cloud.dumont.restore.tree.Selection;
import cloud.dumont.restore.tree.Tree;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Restores files into a directory that is new or empty. Until the end nobody else can enter it, and no entry is ever
 * created through a symbolic link: only directories that were made here are entered.
 */
public final class DirectoryRestore {
    private final Workspace workspace;
    private final boolean newest;

    /** @param newest whether to take a file's newest content even where it may mix two moments */
    public DirectoryRestore(Workspace workspace, boolean newest) {
        this.workspace = workspace;
        this.newest = newest;
    }

    /** @throws FileAlreadyExistsException if something is in the target already */
    public RestoreReport restore(Tree tree, Selection selection, Path target) throws IOException {
        Path root = prepare(target);
        boolean owners =
                Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS) instanceof Integer uid && uid == 0;
        FileNames names = new FileNames();
        Optional<LinuxCalls> linux = LinuxCalls.find();
        Placing placing = new Placing(root, newest, names, linux, new Attributes(names, linux, owners));
        ContentPipeline pipeline = new ContentPipeline(workspace.chunks(), newest, placing);
        Selection.Visit visit =
                selection.visitWithAncestors(tree, entry -> pipeline.add(entry, placing.wantsContent(entry)));
        pipeline.finish();
        placing.finishDirectories();
        return placing.report(visit);
    }

    private static Path prepare(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(absolute + " is there and is no directory");
            }
            try (Stream<Path> inside = Files.list(absolute)) {
                if (inside.findAny().isPresent()) {
                    throw new FileAlreadyExistsException(absolute + " is not empty");
                }
            }
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
            return absolute.toRealPath();
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(
                absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return absolute.toRealPath();
    }
}
