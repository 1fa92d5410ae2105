package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import cloud.dumont.sandbox.wire.WireRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Logs are asked for, and can be fetched some seconds later from an address that needs no key. */
final class LogBook {
    private static final double UPLOAD = 4;

    private record Page(Instant readyAt, String text) {}

    private final Desk desk;
    private final Map<Long, Page> pages = new HashMap<>();

    LogBook(Desk desk) {
        this.desk = desk;
    }

    Reply request(Contract contract, WireRequest request, Instant now) {
        Duration upload = desk.times().seconds(UPLOAD);
        long number = contract.id() * 1000 + pages.size();
        pages.put(number, new Page(now.plus(upload), text(contract)));
        ObjectNode body = Json.object();
        body.put("success", true);
        body.put("result_url", "http://" + request.header("Host") + "/instance_logs/" + number);
        return Answers.ok(body);
    }

    Reply fetch(long number, Instant now) {
        Page page = pages.get(number);
        if (page == null || now.isBefore(page.readyAt())) {
            return WireAnswer.text(404, "NoSuchKey");
        }
        return WireAnswer.text(200, page.text());
    }

    private static String text(Contract contract) {
        String message = contract.situation().message();
        return "instance " + contract.id() + " image " + contract.rental().image() + "\n"
                + (message == null ? "" : message + "\n");
    }
}
