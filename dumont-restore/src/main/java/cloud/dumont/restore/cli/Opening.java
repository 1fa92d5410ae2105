package cloud.dumont.restore.cli;

import cloud.dumont.restore.Workspace;
import cloud.dumont.restore.WorkspaceFormat;
import cloud.dumont.restore.WorkspaceOptions;
import cloud.dumont.restore.key.KeySlots;
import cloud.dumont.restore.key.WorkspaceKey;
import cloud.dumont.restore.source.DirectorySource;
import cloud.dumont.restore.source.MissingObject;
import cloud.dumont.restore.source.ObjectSource;
import cloud.dumont.restore.source.RetryingSource;
import cloud.dumont.restore.source.S3Credentials;
import cloud.dumont.restore.source.S3Location;
import cloud.dumont.restore.source.S3Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Opens the workspace that a command line names. */
final class Opening {
    private static final int ATTEMPTS = 7;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final InstantSource clock;

    Opening(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    ObjectSource source(Arguments arguments) throws UsageError, IOException {
        Optional<Path> directory = arguments.file("--dir");
        if (directory.isPresent()) {
            if (!Files.isDirectory(directory.get())) {
                throw new CannotOpen("there is no directory " + directory.get());
            }
            return new DirectorySource(directory.get());
        }
        if (arguments.value("--endpoint").isEmpty()) {
            throw new UsageError("say where the backup is: --dir DIR, or --endpoint URL and --bucket NAME");
        }
        try {
            S3Location location = new S3Location(
                    URI.create(arguments.required("--endpoint")),
                    arguments.value("--region").orElse("auto"),
                    arguments.required("--bucket"));
            S3Credentials credentials = new S3Credentials(
                    variable("AWS_ACCESS_KEY_ID"),
                    variable("AWS_SECRET_ACCESS_KEY"),
                    environment.get("AWS_SESSION_TOKEN"));
            return new RetryingSource(
                    new S3Source(location, credentials, clock, TIMEOUT), ATTEMPTS, Thread::sleep, new Random());
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }

    private String variable(String name) throws UsageError {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new UsageError("set " + name + " in the environment, or use --dir");
        }
        return value;
    }

    Workspace open(ObjectSource source, Arguments arguments) throws UsageError, IOException {
        String prefix = arguments.value("--prefix").orElse("");
        String root = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        int parallel =
                (int) arguments.number("--parallel", WorkspaceOptions.defaults().parallel());
        if (parallel < 1 || parallel > 256) {
            throw new UsageError("--parallel takes a number from 1 to 256");
        }
        WorkspaceFormat format = format(source, root);
        WorkspaceKey key = key(new KeySlots(source, root, format.workspaceId()), arguments);
        Workspace workspace = Workspace.open(
                source,
                root,
                format.workspaceId(),
                key,
                WorkspaceOptions.defaults().withParallel(parallel));
        try {
            workspace.checkKey();
            return workspace;
        } catch (IOException e) {
            workspace.close();
            throw e;
        }
    }

    private static WorkspaceFormat format(ObjectSource source, String root) throws IOException {
        try {
            return WorkspaceFormat.read(source, root);
        } catch (MissingObject e) {
            throw new CannotOpen(
                    "there is no " + root
                            + "format.json: is the place right? A machine's backup begins at a prefix like --prefix u/USER/i/MACHINE/");
        }
    }

    private static WorkspaceKey key(KeySlots slots, Arguments arguments) throws UsageError, IOException {
        Optional<Path> key = arguments.file("--key-file");
        Optional<Path> passphrase = arguments.file("--passphrase-file");
        Optional<Path> platform = arguments.file("--kek-file");
        if (key.stream().count()
                        + passphrase.stream().count()
                        + platform.stream().count()
                != 1) {
            throw new UsageError("give one of --key-file, --passphrase-file and --kek-file");
        }
        if (passphrase.isPresent()) {
            char[] secret =
                    read(passphrase.get()).replaceFirst("\\r?\\n\\z", "").toCharArray();
            try {
                return slots.byPassphrase(secret);
            } finally {
                Arrays.fill(secret, '\0');
            }
        }
        if (platform.isPresent()) {
            return slots.byPlatformKey(base64(platform.get()));
        }
        return WorkspaceKey.of(base64(key.orElseThrow()));
    }

    private static byte[] base64(Path file) throws IOException {
        try {
            byte[] key = Base64.getDecoder().decode(read(file).strip());
            if (key.length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new CannotOpen(file + " does not hold a key of 32 bytes in base64");
        }
        throw new CannotOpen(file + " does not hold a key of 32 bytes in base64");
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CannotOpen(file + " cannot be read");
        }
    }
}
