package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.os.Daemon;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /services} and {@code POST /services/{name}/{kill|start|pause|resume}}. */
final class ServiceCalls {
    private final Map<String, Daemon> daemons;
    private final Map<String, ControlApi.Starter> starts;
    private final ControlApi.Starter changed;

    ServiceCalls(Map<String, Daemon> daemons, Map<String, ControlApi.Starter> starts, ControlApi.Starter changed) {
        this.daemons = daemons;
        this.starts = starts;
        this.changed = changed;
    }

    WireAnswer answer(WireRequest request, List<String> path) throws IOException {
        if (path.size() == 1) {
            if (!request.method().equals("GET")) {
                throw Refusal.wrongMethod(request.method(), request.path());
            }
            String wanted = request.header("Accept");
            return wanted != null && wanted.startsWith("text/plain")
                    ? WireAnswer.text(200, table())
                    : WireAnswer.json(
                            200,
                            daemons.values().stream().map(ServiceCalls::view).toList());
        }
        if (path.size() != 3) {
            throw Refusal.notFound("there is /services and /services/{name}/{verb}");
        }
        if (!request.method().equals("POST")) {
            throw Refusal.wrongMethod(request.method(), request.path());
        }
        Daemon daemon = daemons.get(path.get(1));
        if (daemon == null) {
            throw Refusal.notFound("there is no service " + path.get(1) + "; there are " + daemons.keySet());
        }
        act(daemon, path.get(2));
        changed.run();
        return WireAnswer.json(200, view(daemon));
    }

    private void act(Daemon daemon, String verb) throws IOException {
        switch (verb) {
            case "kill" -> daemon.kill();
            case "start" -> starts.getOrDefault(daemon.name(), daemon::start).run();
            case "pause" -> daemon.pause();
            case "resume" -> daemon.resume();
            default -> throw Refusal.notFound("there is no verb " + verb + "; there are kill, start, pause, resume");
        }
    }

    private String table() {
        StringBuilder table =
                new StringBuilder("  %-20s %-10s %-8s %s%n".formatted("SERVICE", "STATE", "PID", "SINCE"));
        for (Daemon daemon : daemons.values()) {
            Instant since = daemon.since();
            String state = since == null ? "down" : daemon.healthy() ? "healthy" : "not ready";
            table.append("  %-20s %-10s %-8s %s%n"
                    .formatted(
                            daemon.name(),
                            state,
                            since == null ? "-" : daemon.pid(),
                            since == null ? "-" : since.truncatedTo(ChronoUnit.SECONDS)));
        }
        return table.toString();
    }

    private static Map<String, Object> view(Daemon daemon) {
        Map<String, Object> view = new LinkedHashMap<>();
        Instant since = daemon.since();
        view.put("name", daemon.name());
        view.put("pid", since == null ? null : daemon.pid());
        view.put("running", since != null);
        view.put("healthy", daemon.healthy());
        view.put("since", since == null ? null : since.toString());
        return view;
    }
}
