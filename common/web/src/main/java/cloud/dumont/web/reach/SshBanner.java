package cloud.dumont.web.reach;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Whether SSH speaks at an address: an accepted connection alone may be a vendor's proxy in front of a dead box. */
public final class SshBanner {
    private static final byte[] GREETING = "SSH-".getBytes(StandardCharsets.US_ASCII);

    private SshBanner() {}

    /**
     * @param within for the connection and the greeting together
     * @return false for whatever went wrong
     */
    public static boolean isHeard(String host, int port, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millisTo(end));
            InputStream in = socket.getInputStream();
            for (byte expected : GREETING) {
                socket.setSoTimeout(millisTo(end));
                if (in.read() != expected) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException | SecurityException e) {
            return false;
        }
    }

    /** Never 0, which would mean "for ever". */
    private static int millisTo(long end) {
        return (int) Math.max(1, (end - System.nanoTime()) / 1_000_000);
    }
}
