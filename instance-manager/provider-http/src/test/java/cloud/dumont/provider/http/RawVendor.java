package cloud.dumont.provider.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks bytes: answers each request with the next scripted text, the last for ever; an empty one cuts the line. */
final class RawVendor implements AutoCloseable {
    /** Stands for an answer that never comes. */
    static final String SILENCE = "silence";

    private final ServerSocket server;
    private final Queue<String> script = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> callers = new CopyOnWriteArrayList<>();

    RawVendor() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    RawVendor answers(String answer) {
        script.add(answer);
        return this;
    }

    /** An answer that keeps the line open. */
    RawVendor answers(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return answers("HTTP/1.1 " + status + " x\r\nContent-Length: " + length + "\r\n" + headers + "\r\n" + body);
    }

    /** Request line, headers and body of each request, in order of arrival. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return callers.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = server.accept();
                callers.add(caller);
                Thread.ofVirtual().start(() -> serve(caller));
            }
        } catch (IOException e) {
            callers.forEach(RawVendor::hangUp);
        }
    }

    private void serve(Socket caller) {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
            while (readRequest(in)) {
                String answer = script.size() > 1 ? script.remove() : script.element();
                if (answer.equals(SILENCE)) {
                    continue;
                }
                caller.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                caller.getOutputStream().flush();
                if (answer.isEmpty() || answer.contains("Connection: close")) {
                    break;
                }
            }
        } catch (IOException e) {
            requests.add("the caller hung up");
        }
        hangUp(caller);
    }

    private boolean readRequest(BufferedReader in) throws IOException {
        StringBuilder request = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            request.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            if (line.isEmpty()) {
                for (int i = 0; i < length; i++) {
                    request.append((char) in.read());
                }
                requests.add(request.toString());
                return true;
            }
        }
        return false;
    }

    private static void hangUp(Socket caller) {
        try {
            caller.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
