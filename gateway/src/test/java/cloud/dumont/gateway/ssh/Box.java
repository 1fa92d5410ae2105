package cloud.dumont.gateway.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.awaitility.Awaitility;

/** A rented box, as far as SSH goes: it tells its name, sends bytes, or waits. */
final class Box {
    private final String name;
    private final SshServer server = SshServer.setUpDefaultServer();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Box(String name, Path hostKey) {
        this.name = name;
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> user.equals("root"));
        server.setCommandFactory((channel, command) -> new Told(command));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    void awaitWaiting() {
        Awaitility.await("somebody waits on " + name)
                .atMost(java.time.Duration.ofSeconds(40))
                .until(() -> waiting.getCount() == 0);
    }

    void release() {
        released.countDown();
    }

    void close() {
        try {
            released.countDown();
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Told implements Command {
        private final String command;
        private OutputStream out;
        private ExitCallback exit;

        Told(String command) {
            this.command = command;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofVirtual().start(this::run);
        }

        private void run() {
            try {
                if (command.startsWith("bytes ")) {
                    out.write("x".repeat(Integer.parseInt(command.substring(6))).getBytes(StandardCharsets.UTF_8));
                } else if (command.equals("wait")) {
                    waiting.countDown();
                    released.await();
                } else {
                    out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
                exit.onExit(0);
            } catch (IOException | InterruptedException e) {
                exit.onExit(1, e.toString());
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            released.countDown();
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {}

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }
    }
}
