package cloud.dumont.agent.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The box's sshd: told to read its files again, started when nothing runs, closed when the machine lives elsewhere. */
public final class SshDaemon {
    private static final System.Logger log = System.getLogger(SshDaemon.class.getName());
    private static final int BANNER_MILLIS = 2000;
    private static final Pattern PORT_OPTION = Pattern.compile("\u0000-p\u0000?(\\d{1,5})(?:\u0000|$)");
    private final SshPlaces places;

    public SshDaemon(SshPlaces places) {
        this.places = places;
    }

    public Optional<ProcessHandle> process() {
        try {
            String text = Files.readString(pidFile()).strip();
            return text.matches("\\d{1,10}") ? ProcessHandle.of(Long.parseLong(text)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        Path given = places.pidFile();
        if (given != null) {
            return given;
        }
        return setting("PidFile").map(Path::of).orElse(Path.of("/run/sshd.pid"));
    }

    public int port() {
        Integer given = places.port();
        if (given != null) {
            return given;
        }
        return process()
                .flatMap(SshDaemon::portOption)
                .or(() -> setting("Port"))
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .orElse(22);
    }

    /** sshd rewrites its title, but the kernel's copy of its options stays readable in most builds. */
    private static Optional<String> portOption(ProcessHandle process) {
        try {
            Matcher option = PORT_OPTION.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")));
            return option.find() ? Optional.of(option.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> setting(String name) {
        Pattern line = Pattern.compile("(?i)\\s*" + name + "[ \\t=]+\"?([^\"#\\s]+).*");
        try {
            return Files.readAllLines(places.config()).stream()
                    .map(line::matcher)
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes sshd read keys and settings again; its open sessions go on. */
    public void reload() {
        Optional<ProcessHandle> process = process();
        if (process.isPresent()) {
            run(List.of("kill", "-HUP", Long.toString(process.get().pid())));
        } else if (!listens()) {
            start();
        }
    }

    private void start() {
        Path daemon = Path.of("/usr/sbin/sshd");
        if (!Files.isExecutable(daemon)) {
            log.log(System.Logger.Level.WARNING, "there is no sshd to start");
            return;
        }
        run(List.of(daemon.toString(), "-f", places.config().toString(), "-p", Integer.toString(port())));
    }

    /** Whether the settings can be loaded, i.e. a reload would not end sshd. */
    boolean accepts() {
        Path daemon = Path.of("/usr/sbin/sshd");
        return Files.isExecutable(daemon)
                && run(List.of(daemon.toString(), "-t", "-f", places.config().toString()));
    }

    /** Something on the box's own port says that it speaks SSH. */
    public boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), BANNER_MILLIS);
            socket.setSoTimeout(BANNER_MILLIS);
            byte[] banner = socket.getInputStream().readNBytes(4);
            return new String(banner, StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends sshd and every session on it. */
    public void close() {
        process().ifPresent(process -> {
            List<ProcessHandle> sessions = process.descendants().toList();
            process.destroy();
            sessions.forEach(ProcessHandle::destroy);
            // It may stand still for a final backup; only what runs can end in order.
            run(List.of("kill", "-CONT", Long.toString(process.pid())));
        });
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            boolean well = ended && process.exitValue() == 0;
            if (!well) {
                log.log(System.Logger.Level.WARNING, "{0} did not end well", command.getFirst());
            }
            return well;
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "{0} cannot be run: {1}", command.getFirst(), e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
