package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.util.List;
import java.util.Optional;

/** Faults of one vendor: {@code faults} and {@code faults/kinds}. */
final class FaultCalls {
    private final Faults faults;

    FaultCalls(Faults faults) {
        this.faults = faults;
    }

    /** Empty: it is no such call. */
    Optional<WireAnswer> answer(WireRequest request, List<String> path) {
        String call = request.method() + " " + String.join("/", path.subList(1, path.size()));
        return Optional.ofNullable(
                switch (call) {
                    case "GET faults" -> WireAnswer.json(200, faults.list());
                    case "GET faults/kinds" -> WireAnswer.json(200, faults.kinds());
                    case "POST faults" -> inject(Body.of(request));
                    case "DELETE faults" -> {
                        faults.clear();
                        yield WireAnswer.json(200, faults.list());
                    }
                    default -> null;
                });
    }

    private WireAnswer inject(Body body) {
        return WireAnswer.json(
                201,
                faults.inject(
                        body.text("kind"),
                        Math.toIntExact(body.number("count", 1)),
                        body.texts("match"),
                        body.number("for_s", 0)));
    }
}
