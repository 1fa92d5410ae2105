package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the control API does to one vendor: faults, offers, meter, requests, accounts. */
final class VendorCalls {
    private final VastSimulator vastai;
    private final FaultCalls faults;

    VendorCalls(VastSimulator vastai) {
        this.vastai = vastai;
        this.faults = new FaultCalls(vastai.faults());
    }

    WireAnswer answer(WireRequest request, List<String> path) {
        return faults.answer(request, path).orElseGet(() -> own(request, path));
    }

    private WireAnswer own(WireRequest request, List<String> path) {
        String call = request.method() + " " + String.join("/", path.subList(1, path.size()));
        return switch (call) {
            case "GET offers" -> WireAnswer.json(200, vastai.market().offers());
            case "POST offers" -> offers(Body.of(request));
            case "GET meter" -> WireAnswer.json(200, vastai.meter());
            case "GET requests" -> WireAnswer.json(200, vastai.requests(Since.of(request)));
            case "POST accounts" -> account(Body.of(request));
            default ->
                throw Refusal.notFound(
                        "there is " + path.getFirst() + "/faults, faults/kinds, offers, meter, requests, accounts");
        };
    }

    private WireAnswer offers(Body body) {
        int changed = vastai.market()
                .change(
                        body.text("action"),
                        body.texts("match"),
                        body.texts("offer"),
                        body.decimal("factor", BigDecimal.ONE));
        return WireAnswer.json(200, Map.of("changed", changed));
    }

    private WireAnswer account(Body body) {
        vastai.addAccount(body.text("key"), body.decimal("credit_usd", BigDecimal.ZERO));
        return WireAnswer.json(201, Map.of("url", vastai.url(), "key", body.text("key")));
    }
}
