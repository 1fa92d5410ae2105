package cloud.dumont.sandbox.store;

import cloud.dumont.sandbox.os.Command;
import cloud.dumont.sandbox.os.Daemon;
import cloud.dumont.sandbox.os.FreePort;
import cloud.dumont.sandbox.os.Signals;
import cloud.dumont.sandbox.os.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** PostgreSQL as in production: durable settings, passwords, a database named {@code dumont}. */
public final class PostgresServer {
    /** The role that may do everything; only the sandbox itself uses it. */
    public static final String SUPERUSER = "postgres";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOOPBACK = "127.0.0.1";

    private final Path data;
    private final int port;
    private final String password;
    private final Daemon daemon;
    private final Path binaries;

    /**
     * @param folder the cluster's files are in {@code folder/data}
     * @param password of {@link #SUPERUSER}; must be the same at every start on one folder
     */
    public PostgresServer(Path folder, int port, String password, Path log, InstantSource clock) throws IOException {
        this.data = folder.toAbsolutePath().resolve("data");
        this.port = port;
        this.password = password;
        this.binaries = PostgresBinaries.unpack();
        Daemon.Recipe recipe =
                new Daemon.Recipe("postgres", command(), folder, Map.of("LC_ALL", "C"), log, "INT", "INT", false);
        this.daemon = new Daemon(recipe, this::answers, clock);
    }

    public Daemon daemon() {
        return daemon;
    }

    /** Creates the cluster when there is none, ends an orphan of the same folder, starts, waits. */
    public void start() throws IOException {
        if (daemon.alive()) {
            daemon.awaitHealthy(PATIENCE);
            return;
        }
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            create();
        }
        endOrphan();
        if (!FreePort.isFree(port)) {
            throw new IOException("port " + port + " is taken by another program; PostgreSQL needs it");
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!startOnce(deadline)) {
            LockSupport.parkNanos(300_000_000);
        }
    }

    /** @return false when backends of a killed server still hold its shared memory; they notice within moments */
    private boolean startOnce(long deadline) throws IOException {
        daemon.start();
        try {
            daemon.awaitHealthy(PATIENCE);
            return true;
        } catch (IOException ended) {
            boolean held = String.valueOf(ended.getMessage()).contains("pre-existing shared memory block");
            if (!held || daemon.alive() || System.nanoTime() > deadline) {
                throw ended;
            }
            return false;
        }
    }

    public String url(String database) {
        return "jdbc:postgresql://" + LOOPBACK + ":" + port + "/" + database;
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), SUPERUSER, password);
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void create() throws IOException {
        Files.createDirectories(data);
        Path secret = Files.createTempFile("dumont-", ".pw");
        try {
            Files.writeString(secret, password);
            List<String> words = new ArrayList<>(unprivileged());
            words.addAll(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    SUPERUSER,
                    "--auth=scram-sha-256",
                    "--pwfile=" + secret,
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions"));
            Command.require(null, words);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** The parent-death signal is set inside the user namespace: entering one clears it. */
    private List<String> command() {
        List<String> server = List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-c",
                "port=" + port,
                "-c",
                "listen_addresses=" + LOOPBACK,
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC");
        List<String> words = new ArrayList<>(unprivileged());
        words.addAll(Command.exists("setpriv") ? Spawner.leashed(server, "INT") : server);
        return words;
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own root is nobody. */
    private static List<String> unprivileged() {
        boolean root = "root".equals(System.getProperty("user.name"));
        return root && Command.exists("unshare") ? List.of("unshare", "--user") : List.of();
    }

    /** Ends a server that a killed sandbox left running on this very folder. */
    private void endOrphan() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
        ProcessHandle orphan = ProcessHandle.of(pid).orElse(null);
        if (orphan == null || !ownsData(orphan)) {
            return;
        }
        Signals.send("CONT", pid);
        Signals.send("INT", pid);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (orphan.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        if (orphan.isAlive()) {
            throw new IOException("a PostgreSQL left by a killed sandbox (pid " + pid + ") does not end");
        }
    }

    private boolean ownsData(ProcessHandle process) throws IOException {
        return Command.run("ps", "-o", "args=", "-p", Long.toString(process.pid()))
                .output()
                .contains(data.toString());
    }
}
