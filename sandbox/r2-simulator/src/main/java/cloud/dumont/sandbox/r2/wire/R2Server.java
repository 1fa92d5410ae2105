package cloud.dumont.sandbox.r2.wire;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP on loopback, a virtual thread per request, in the weather that the service says. */
public final class R2Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(R2Server.class.getName());

    static {
        // without it every keep-alive answer waits for the client's delayed ACK
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    /** What is behind the wire. */
    public interface Service {
        Weather weather(R2Request request);

        /** Refusals are for the service to write, see {@link #refused}. */
        R2Answer answer(R2Request request, Weather weather, Trace trace) throws IOException;

        R2Answer refused(R2Request request, S3Refusal refusal);

        /** Told of every request once it is over. */
        void over(R2Request request, Trace trace, long nanos);
    }

    private final HttpServer server;
    private final Service service;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private R2Server(HttpServer server, Service service) {
        this.server = server;
        this.service = service;
    }

    /** Port 0 takes any free port. */
    public static R2Server start(int port, Service service) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        R2Server started = new R2Server(http, service);
        http.setExecutor(started.threads);
        http.createContext("/", started::serve);
        http.start();
        return started;
    }

    private void serve(HttpExchange exchange) {
        long began = System.nanoTime();
        Trace trace = new Trace();
        try (exchange) {
            R2Request bare = R2Request.of(exchange);
            Weather weather = service.weather(bare);
            R2Request request = bare.withBody(trace.counting(weather.inbound().of(bare.body())));
            try {
                Shape.pauseNanos(weather.latency().toNanos());
                R2Answer answer = answer(request, weather, trace);
                try (R2Answer.Writer body = answer.body()) {
                    deliver(exchange, answer, body, weather, trace);
                }
            } catch (IOException cut) {
                trace.status(0);
                LOG.log(System.Logger.Level.DEBUG, "connection over", cut);
            } finally {
                service.over(request, trace, System.nanoTime() - began);
            }
        } catch (RuntimeException broken) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "simulator failed on " + exchange.getRequestURI().getPath(),
                    broken);
        }
    }

    private R2Answer answer(R2Request request, Weather weather, Trace trace) throws IOException {
        try {
            S3Refusal instead = weather.refusal();
            if (instead != null) {
                throw instead;
            }
            R2Answer answer = service.answer(request, weather, trace);
            drain(request.body());
            return answer;
        } catch (S3Refusal refused) {
            trace.code(refused.code());
            // a client that still sends would not see an answer before its end
            drain(request.body());
            return service.refused(request, refused);
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.ERROR, "simulator failed on " + request.path(), broken);
            trace.code("InternalError");
            drain(request.body());
            return service.refused(request, S3Refusal.of(500, "InternalError", "We encountered an internal error."));
        }
    }

    private static void drain(InputStream body) throws IOException {
        body.transferTo(OutputStream.nullOutputStream());
    }

    private static void deliver(
            HttpExchange exchange, R2Answer answer, R2Answer.Writer body, Weather weather, Trace trace)
            throws IOException {
        boolean silent = answer.length() == 0 && weather.outbound().cutAfter() != -1;
        if (weather.lostAnswer() || silent) {
            throw new CutOff();
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set("Server", "r2-simulator");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        trace.status(answer.status());
        if (head && answer.length() > 0) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(answer.length()));
        }
        exchange.sendResponseHeaders(answer.status(), head || answer.length() == 0 ? -1 : answer.length());
        if (!head && answer.length() > 0) {
            Shape shape = weather.outbound().within(answer.length());
            body.to(shape.of(trace.counting(exchange.getResponseBody())));
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
