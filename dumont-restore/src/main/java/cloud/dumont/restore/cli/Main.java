package cloud.dumont.restore.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.List;

/** {@code java -jar dumont-restore.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (System.getProperty("http.maxConnections") == null) {
            System.setProperty("http.maxConnections", "64");
        }
        PrintStream out = stream(FileDescriptor.out, "stdout.encoding", false);
        PrintStream err = stream(FileDescriptor.err, "stderr.encoding", true);
        ExitCode code = new Cli(new Opening(System.getenv(), InstantSource.system()), out, err).run(List.of(arguments));
        boolean writeFailed = out.checkError();
        System.exit(writeFailed ? Math.max(code.code(), ExitCode.DAMAGED.code()) : code.code());
    }

    private static PrintStream stream(FileDescriptor descriptor, String encoding, boolean flushLines) {
        String name = System.getProperty(encoding, "UTF-8");
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 64 * 1024),
                flushLines,
                Charset.forName(name));
    }
}
