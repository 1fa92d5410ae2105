package cloud.dumont.restore.cli;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.container.DamagedException;
import cloud.dumont.restore.container.UnknownVersion;
import cloud.dumont.restore.json.JsonObject;
import cloud.dumont.restore.key.KeyRefused;
import cloud.dumont.restore.source.ObjectSource;
import cloud.dumont.restore.source.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** One run of the program, from its arguments to its exit code. */
final class Cli {
    private final Opening opening;
    private final PrintStream out;
    private final PrintStream err;

    Cli(Opening opening, PrintStream out, PrintStream err) {
        this.opening = opening;
        this.out = out;
        this.err = err;
    }

    ExitCode run(List<String> line) {
        try {
            Arguments arguments = Arguments.parse(line);
            if (arguments.has("--help")
                    || arguments.command().filter("help"::equals).isPresent()) {
                out.print(Help.TEXT);
                return ExitCode.WHOLE;
            }
            if (arguments.command().isEmpty()) {
                err.print(Help.TEXT);
                return ExitCode.USAGE;
            }
            return run(arguments);
        } catch (UsageError e) {
            err.println("dumont-restore: " + e.getMessage());
            err.println("Try --help.");
            return ExitCode.USAGE;
        } catch (DamagedException e) {
            err.println("Damaged: " + e.getMessage());
            return ExitCode.DAMAGED;
        } catch (KeyRefused | UnknownVersion | JsonObject.NotJson | StoreException | CannotOpen e) {
            err.println("Cannot open the backup: " + e.getMessage());
            return ExitCode.CANNOT_OPEN;
        } catch (IOException e) {
            err.println("Stopped: " + e.getMessage());
            return ExitCode.DAMAGED;
        } finally {
            out.flush();
        }
    }

    private ExitCode run(Arguments arguments) throws UsageError, IOException {
        Command command = Command.of(arguments.command().orElse(""));
        try (ObjectSource source = opening.source(arguments);
                Workspace workspace = opening.open(source, arguments)) {
            return new Commands(workspace, arguments, out, err).run(command);
        }
    }
}
