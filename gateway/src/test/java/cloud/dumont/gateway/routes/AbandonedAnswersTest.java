package cloud.dumont.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/** Whoever hangs up on the gateway is noticed by the service behind it. */
@Timeout(30)
class AbandonedAnswersTest {
    private final ClientHttpRequestFactory requests = new UpstreamClient().upstreamRequests();

    /** Begins an answer and then only listens. @return what it heard last: -1 when its caller hung up */
    private static CompletableFuture<Integer> serve(ServerSocket server, String answer) {
        CompletableFuture<Integer> last = new CompletableFuture<>();
        Thread.startVirtualThread(() -> last.complete(listen(server, answer)));
        return last;
    }

    private static int listen(ServerSocket server, String answer) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n")) {
                request.append((char) in.read());
            }
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return in.read();
        } catch (java.io.IOException e) {
            return -1;
        }
    }

    private ClientHttpResponse ask(ServerSocket server) throws Exception {
        return requests.createRequest(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), HttpMethod.GET)
                .execute();
    }

    @Test
    void aStreamThatIsClosedEndsItsConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> heard = serve(
                    server,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n: a\r\n");
            ClientHttpResponse response = ask(server);
            assertThat(response.getBody().readNBytes(3)).isEqualTo(": a".getBytes(StandardCharsets.US_ASCII));
            response.close();
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void oneThatIsNeverReadDoesToo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> heard = serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nfirst");
            ask(server).close();
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void aWholeAnswerLeavesItsConnectionForTheNext() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> heard = serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            try (ClientHttpResponse response = ask(server)) {
                assertThat(response.getBody().readAllBytes()).hasSize(2);
            }
            Thread.startVirtualThread(() -> {
                try {
                    ask(server).close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(heard.get(20, TimeUnit.SECONDS))
                    .as("the next request comes on it")
                    .isEqualTo((int) 'G');
        }
    }
}
