package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.box.LocalMachineHost;
import cloud.dumont.sandbox.vastai.SimulatedMachine;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.io.IOException;
import java.util.List;

/** {@code GET /machines} and {@code POST /machines/{vendor}/{ref}/{lever}}. */
final class MachineCalls {
    private static final String VASTAI = "vastai";
    private static final long NOTICED_AFTER_S = 60;
    private static final long FASTEST_MBIT = 100_000;

    private final VastSimulator vastai;
    private final LocalMachineHost host;

    MachineCalls(VastSimulator vastai, LocalMachineHost host) {
        this.vastai = vastai;
        this.host = host;
    }

    WireAnswer answer(WireRequest request, List<String> path) throws IOException {
        if (path.size() == 1) {
            if (!request.method().equals("GET")) {
                throw Refusal.wrongMethod(request.method(), request.path());
            }
            return WireAnswer.json(200, vastai.machines());
        }
        if (path.size() != 4) {
            throw Refusal.notFound("there is /machines and /machines/{vendor}/{ref}/{lever}");
        }
        if (!request.method().equals("POST")) {
            throw Refusal.wrongMethod(request.method(), request.path());
        }
        String ref = path.get(2);
        machine(path.get(1), ref);
        pull(path.get(3), ref, request);
        return WireAnswer.json(200, machine(path.get(1), ref));
    }

    private SimulatedMachine machine(String vendor, String ref) {
        if (!vendor.equals(VASTAI)) {
            throw Refusal.notFound("there is no vendor " + vendor + " in this sandbox");
        }
        return vastai.machines().stream()
                .filter(machine -> machine.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("there is no machine " + vendor + "/" + ref));
    }

    private void pull(String lever, String ref, WireRequest request) throws IOException {
        switch (lever) {
            case "vanish" -> vastai.vanish(ref, Body.of(request).number("vendor_notices_after_s", NOTICED_AFTER_S));
            case "stop" -> vastai.stopByVendor(ref);
            case "offline" -> vastai.offline(ref);
            case "outbid" -> vastai.outbid(ref);
            case "partition" -> host.partition(VASTAI, ref);
            case "heal" -> host.heal(VASTAI, ref);
            case "freeze" -> host.freeze(VASTAI, ref);
            case "thaw" -> host.thaw(VASTAI, ref);
            case "bandwidth" -> limit(ref, Body.of(request).number("mbit", -1));
            default ->
                throw Refusal.notFound("there is no lever " + lever
                        + "; there are vanish, stop, offline, outbid, partition, heal, freeze, thaw, bandwidth");
        }
    }

    private void limit(String ref, long megabits) throws IOException {
        if (megabits < 0 || megabits > FASTEST_MBIT) {
            throw Refusal.malformed("mbit must be between 0 (no limit) and " + FASTEST_MBIT);
        }
        if (!host.limit(VASTAI, ref, megabits)) {
            throw Refusal.notSupported("machines in " + host.mode() + " mode have no network of their own to limit");
        }
    }
}
