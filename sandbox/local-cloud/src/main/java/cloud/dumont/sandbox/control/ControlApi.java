package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.box.LocalMachineHost;
import cloud.dumont.sandbox.gce.GceSimulator;
import cloud.dumont.sandbox.os.Daemon;
import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import cloud.dumont.sandbox.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The levers of the sandbox over HTTP on loopback: machines, vendors, our own processes. It asks for no credential, so it
 * refuses what a web page sends.
 */
public final class ControlApi implements AutoCloseable {
    private final MachineCalls machines;
    private final ServiceCalls services;
    private final VendorCalls vastai;
    private final GceCalls gce;
    private final StoreCalls r2;
    private final WireServer server;

    private ControlApi(
            int port, MachineCalls machines, ServiceCalls services, VendorCalls vastai, GceCalls gce, StoreCalls r2)
            throws IOException {
        this.machines = machines;
        this.services = services;
        this.vastai = vastai;
        this.gce = gce;
        this.r2 = r2;
        this.server = WireServer.start(port, this::answer);
    }

    /** How services are started again and who wants to know that one was started or killed. */
    public record Lives(Map<String, Daemon> daemons, Map<String, Starter> starters, Starter changed) {}

    /** Something that starts a process or records that one changed. */
    @FunctionalInterface
    public interface Starter {
        void run() throws IOException;
    }

    public static ControlApi start(
            int port, VastSimulator vastai, GceSimulator gce, R2Simulator r2, LocalMachineHost host, Lives lives)
            throws IOException {
        return new ControlApi(
                port,
                new MachineCalls(vastai, gce, host),
                new ServiceCalls(lives.daemons(), lives.starters(), lives.changed()),
                new VendorCalls(vastai),
                new GceCalls(gce),
                new StoreCalls(r2));
    }

    public String url() {
        return server.url();
    }

    private WireAnswer answer(WireRequest request) {
        try {
            if (request.header("Origin") != null) {
                throw Refusal.forbidden("the control API serves scripts, not web pages");
            }
            return route(request);
        } catch (Refusal refusal) {
            return WireAnswer.json(refusal.status(), refusal.problem()).withContentType("application/problem+json");
        }
    }

    private WireAnswer route(WireRequest request) {
        List<String> path = Arrays.stream(request.path().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        try {
            return switch (path.isEmpty() ? "" : path.getFirst()) {
                case "machines" -> machines.answer(request, path);
                case "services" -> services.answer(request, path);
                case "vastai" -> vastai.answer(request, path);
                case "gce" -> gce.answer(request, path);
                case "r2" -> r2.answer(request, path);
                default -> throw Refusal.notFound("there is /machines, /services, /vastai, /gce and /r2");
            };
        } catch (NoSuchElementException | IllegalArgumentException | ArithmeticException wrong) {
            throw wrong instanceof NoSuchElementException
                    ? Refusal.notFound(String.valueOf(wrong.getMessage()))
                    : Refusal.malformed(String.valueOf(wrong.getMessage()));
        } catch (IOException | UncheckedIOException failed) {
            throw Refusal.failed(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
