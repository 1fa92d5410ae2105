package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.gce.GceSimulator;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.util.List;
import java.util.Map;

/** What the control API does to the simulated Google Compute Engine: faults, capacity, quotas, meter, requests. */
final class GceCalls {
    private final GceSimulator gce;
    private final FaultCalls faults;

    GceCalls(GceSimulator gce) {
        this.gce = gce;
        this.faults = new FaultCalls(gce.faults());
    }

    WireAnswer answer(WireRequest request, List<String> path) {
        return faults.answer(request, path).orElseGet(() -> own(request, path));
    }

    private WireAnswer own(WireRequest request, List<String> path) {
        String call = request.method() + " " + String.join("/", path.subList(1, path.size()));
        return switch (call) {
            case "POST capacity" -> capacity(Body.of(request));
            case "POST quota" -> {
                Body body = Body.of(request);
                gce.quota(body.text("metric"), body.number("limit", 0));
                yield WireAnswer.json(200, Map.of("metric", body.text("metric")));
            }
            case "GET meter" -> WireAnswer.json(200, gce.meter());
            case "GET requests" -> WireAnswer.json(200, gce.requests(Since.of(request)));
            default ->
                throw Refusal.notFound(
                        "there is " + path.getFirst() + "/faults, faults/kinds, capacity, quota, meter, requests");
        };
    }

    /** {@code {"action":"sell_out|restock","zone":"…","machine_type":"…"}}; a machine type of {@code *} is all. */
    private WireAnswer capacity(Body body) {
        String zone = body.text("zone");
        String type = body.text("machine_type");
        switch (body.text("action")) {
            case "sell_out" -> gce.sellOut(zone, type);
            case "restock" -> gce.restock(zone, type);
            default -> throw Refusal.malformed("action must be sell_out or restock");
        }
        return WireAnswer.json(200, Map.of("zone", zone, "machine_type", type));
    }
}
