package cloud.dumont.sandbox.store;

import cloud.dumont.sandbox.os.Cache;
import cloud.dumont.sandbox.os.Daemon;
import cloud.dumont.sandbox.os.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** Redis with an append-only file. */
public final class RedisServer {
    private static final String VERSION = "6.2";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Daemon daemon;

    public RedisServer(Path folder, int port, Path log, InstantSource clock) throws IOException {
        this.port = port;
        List<String> command = List.of(
                unpack().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toAbsolutePath().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--maxmemory",
                "256mb",
                "--maxmemory-policy",
                "noeviction");
        Daemon.Recipe recipe = new Daemon.Recipe("redis", command, folder, Map.of(), log, "TERM", "TERM", true);
        this.daemon = new Daemon(recipe, this::answers, clock);
    }

    public Daemon daemon() {
        return daemon;
    }

    public void start() throws IOException {
        if (daemon.alive()) {
            daemon.awaitHealthy(PATIENCE);
            return;
        }
        if (!FreePort.isFree(port)) {
            throw new IOException("port " + port + " is taken by another program; Redis needs it");
        }
        daemon.start();
        daemon.awaitHealthy(PATIENCE);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path unpack() throws IOException {
        Path target = Cache.folder().resolve("redis-" + VERSION);
        if (Files.isExecutable(target)) {
            return target;
        }
        Files.createDirectories(Cache.folder());
        Path program = ExecutableProvider.newJarResourceProvider().get().toPath();
        Path beside = Files.createTempFile(Cache.folder(), ".unpacking-redis-", "");
        Files.copy(program, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }
}
