package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.r2.R2Simulator;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.util.List;

/** What the control API does to the object store: faults, meter, requests, and a look at what is stored. */
final class StoreCalls {
    private final R2Simulator r2;

    StoreCalls(R2Simulator r2) {
        this.r2 = r2;
    }

    WireAnswer answer(WireRequest request, List<String> path) {
        String call = request.method() + " " + String.join("/", path.subList(1, path.size()));
        return switch (call) {
            case "GET faults" -> WireAnswer.json(200, r2.faults().list());
            case "GET faults/kinds" -> WireAnswer.json(200, r2.faults().kinds());
            case "POST faults" -> inject(Body.of(request));
            case "DELETE faults" -> {
                r2.faults().clear();
                yield WireAnswer.json(200, r2.faults().list());
            }
            case "GET meter" -> WireAnswer.json(200, r2.meter());
            case "GET requests" -> WireAnswer.json(200, r2.requests(Since.of(request)));
            case "GET objects" -> objects(request);
            default -> throw Refusal.notFound("there is r2/faults, r2/faults/kinds, r2/meter, r2/requests, r2/objects");
        };
    }

    private WireAnswer inject(Body body) {
        return WireAnswer.json(
                201,
                r2.faults()
                        .inject(
                                body.text("kind"),
                                Math.toIntExact(body.number("count", 1)),
                                body.texts("match"),
                                body.number("for_s", 0)));
    }

    /** The first bucket unless another is named. */
    private WireAnswer objects(WireRequest request) {
        List<String> buckets = r2.config().buckets();
        String bucket = request.query().getOrDefault("bucket", buckets.getFirst());
        if (!buckets.contains(bucket)) {
            throw Refusal.notFound("there is no bucket " + bucket + "; there are " + String.join(", ", buckets));
        }
        return WireAnswer.json(200, r2.objects(bucket, request.query().getOrDefault("prefix", "")));
    }
}
