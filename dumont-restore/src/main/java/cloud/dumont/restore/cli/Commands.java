package cloud.dumont.restore.cli;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.archive.ArchiveReport;
import cloud.dumont.restore.archive.TarArchive;
import cloud.dumont.restore.container.ContainerId;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.history.Commit;
import cloud.dumont.restore.history.CommitRef;
import cloud.dumont.restore.history.Commits;
import cloud.dumont.restore.history.History;
import cloud.dumont.restore.history.LoadedCommit;
import cloud.dumont.restore.place.DirectoryRestore;
import cloud.dumont.restore.place.RestoreReport;
import cloud.dumont.restore.record.Entry;
import cloud.dumont.restore.record.RawPath;
import cloud.dumont.restore.tree.Selection;
import cloud.dumont.restore.tree.Tree;
import cloud.dumont.restore.verify.Sample;
import cloud.dumont.restore.verify.Verifier;
import cloud.dumont.restore.verify.VerifyReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The commands on an opened workspace. */
final class Commands {
    private static final int SOME = 50;
    private static final int BUFFER = 256 * 1024;

    private final Workspace workspace;
    private final Arguments arguments;
    private final PrintStream out;
    private final Report report;

    Commands(Workspace workspace, Arguments arguments, PrintStream out, PrintStream err) {
        this.workspace = workspace;
        this.arguments = arguments;
        this.out = out;
        this.report = new Report(err);
    }

    ExitCode run(Command command) throws UsageError, IOException {
        return switch (command) {
            case VERSIONS -> versions();
            case UNMERGED -> unmerged();
            case LS -> list();
            case CAT -> cat();
            case RESTORE -> restore();
            case TAR -> tar();
            case VERIFY -> verify();
        };
    }

    private ExitCode versions() throws IOException {
        History history = workspace.history();
        List<ContainerId> newestFirst = history.merged().reversed();
        int shown = arguments.has("--all") ? newestFirst.size() : Math.min(SOME, newestFirst.size());
        boolean whole = print(newestFirst.subList(0, shown));
        if (newestFirst.isEmpty()) {
            out.println("There is no version in this backup yet.");
        } else if (shown < newestFirst.size()) {
            out.println("and " + (newestFirst.size() - shown) + " older ones; --all shows them");
        }
        if (!history.unmerged().isEmpty()) {
            out.println(history.unmerged().size() + " unmerged commits of replaced machines; see \"unmerged\"");
        }
        report.damage(history.damage());
        return ExitCode.of(whole && history.damage().isEmpty());
    }

    private ExitCode unmerged() throws IOException {
        History history = workspace.history();
        if (history.unmerged().isEmpty()) {
            out.println("Nothing is unmerged: every commit belongs to the chain of versions.");
            return ExitCode.WHOLE;
        }
        return ExitCode.of(print(history.unmerged()));
    }

    private boolean print(List<ContainerId> commits) throws IOException {
        boolean[] whole = {true};
        workspace.commits().inOrder(commits, new Commits.Visitor() {
            @Override
            public boolean commit(ContainerId id, LoadedCommit loaded) {
                Commit commit = loaded.commit();
                out.println(Shown.commit(commit) + (loaded.lost().isEmpty() ? "" : "  damaged contents"));
                whole[0] &= loaded.lost().isEmpty();
                return true;
            }

            @Override
            public boolean damaged(ContainerId id, DamagedException damage) {
                whole[0] = false;
                out.println(String.format("%8d  epoch %-5d  damaged", id.number(), id.epoch()));
                report.damage(List.of(damage.damage()));
                return true;
            }
        });
        return whole[0];
    }

    private Tree tree() throws UsageError, IOException {
        CommitRef version = version();
        try {
            return workspace.treeAt(version);
        } catch (DamagedException e) {
            report.line("Version " + version.seq() + " cannot be read.");
            Optional<ContainerId> older = new Versions(workspace, workspace.history()).readableBefore(version);
            report.line(older.map(id -> "The newest one before it that can be read: --at " + id.number())
                    .orElse("No older version can be read either."));
            throw e;
        }
    }

    private CommitRef version() throws UsageError, IOException {
        History history = workspace.history();
        report.damage(history.damage());
        CommitRef version = new Versions(workspace, history).choose(arguments.value("--at"));
        report.damaged(!history.damage().isEmpty() && arguments.value("--at").isEmpty());
        return version;
    }

    private ExitCode list() throws UsageError, IOException {
        if (arguments.paths().size() > 1) {
            throw new UsageError("ls takes one path");
        }
        RawPath path = arguments.paths().isEmpty()
                ? RawPath.ROOT
                : path(arguments.paths().getFirst());
        Tree tree = tree();
        Optional<Tree.Children> children = tree.list(path);
        if (children.isEmpty()) {
            Entry entry = tree.find(path).orElseThrow(() -> new UsageError("there is no " + path + " in this version"));
            out.println(Shown.entry(entry, entry.path()));
            return report.exit();
        }
        for (Entry entry : children.get().entries()) {
            out.println(Shown.entry(entry, RawPath.of(entry.path().name())));
        }
        if (!children.get().complete()) {
            report.line("A part of the list of files is damaged: there may have been more here.");
            report.damaged(true);
        }
        return report.exit();
    }

    private ExitCode cat() throws UsageError, IOException {
        if (arguments.paths().size() != 1) {
            throw new UsageError("cat takes one path");
        }
        RawPath path = path(arguments.paths().getFirst());
        Entry entry = tree().find(path).orElseThrow(() -> new UsageError("there is no " + path + " in this version"));
        if (!(entry instanceof Entry.File file)) {
            throw new UsageError(path + " is no file");
        }
        try (InputStream content = workspace.open(file.content(arguments.has("--newest")))) {
            content.transferTo(out);
        }
        return report.exit();
    }

    private ExitCode restore() throws UsageError, IOException {
        Path target = Path.of(arguments.required("--to"));
        Tree tree = tree();
        RestoreReport done =
                new DirectoryRestore(workspace, arguments.has("--newest")).restore(tree, selection(), target);
        report.restored(done, target);
        return report.exit();
    }

    private ExitCode tar() throws UsageError, IOException {
        Tree tree = tree();
        Optional<Path> file = arguments.file("-o");
        ArchiveReport done;
        if (file.isPresent()) {
            try (OutputStream opened =
                    Files.newOutputStream(file.get(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                done = archive(tree, opened);
            }
        } else {
            done = archive(tree, out);
        }
        report.archived(done);
        return report.exit();
    }

    private ArchiveReport archive(Tree tree, OutputStream target) throws UsageError, IOException {
        TarArchive archive = new TarArchive(workspace, arguments.has("--newest"));
        if (arguments.has("--gzip")) {
            GZIPOutputStream zipped = new GZIPOutputStream(target, BUFFER);
            ArchiveReport done = archive.write(tree, selection(), new BufferedOutputStream(zipped, BUFFER));
            zipped.finish();
            return done;
        }
        return archive.write(tree, selection(), new BufferedOutputStream(target, BUFFER));
    }

    private ExitCode verify() throws UsageError, IOException {
        Sample sample = Sample.share(share(), arguments.number("--seed", 1));
        VerifyReport found = new Verifier(workspace).verify(version(), sample);
        report.verified(found);
        return report.exit();
    }

    private double share() throws UsageError {
        String text = arguments.value("--sample").orElse("100%");
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        if (!number.matches("[0-9]{1,3}(\\.[0-9]{1,6})?") || Double.parseDouble(number) > 100) {
            throw new UsageError("--sample takes a share like 5%, not " + text);
        }
        return Double.parseDouble(number) / 100;
    }

    private Selection selection() throws UsageError {
        if (arguments.paths().isEmpty()) {
            return Selection.everything();
        }
        List<RawPath> paths = new ArrayList<>();
        for (String text : arguments.paths()) {
            paths.add(path(text));
        }
        return Selection.of(paths);
    }

    private static RawPath path(String text) throws UsageError {
        try {
            return RawPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageError("not a path below the machine's /: " + text);
        }
    }
}
