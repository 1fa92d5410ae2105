package cloud.dumont.sandbox.control;

import cloud.dumont.sandbox.box.LocalMachineHost;
import cloud.dumont.sandbox.gce.GceSimulator;
import cloud.dumont.sandbox.machine.SimulatedMachine;
import cloud.dumont.sandbox.vastai.VastSimulator;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** {@code GET /machines} and {@code POST /machines/{vendor}/{ref}/{lever}}. */
final class MachineCalls {
    private static final String VASTAI = "vastai";
    private static final String GCE = "gce";
    private static final long NOTICED_AFTER_S = 60;
    private static final long FASTEST_MBIT = 100_000;

    private final VastSimulator vastai;
    private final GceSimulator gce;
    private final LocalMachineHost host;

    MachineCalls(VastSimulator vastai, GceSimulator gce, LocalMachineHost host) {
        this.vastai = vastai;
        this.gce = gce;
        this.host = host;
    }

    WireAnswer answer(WireRequest request, List<String> path) throws IOException {
        if (path.size() == 1) {
            if (!request.method().equals("GET")) {
                throw Refusal.wrongMethod(request.method(), request.path());
            }
            return WireAnswer.json(200, all());
        }
        if (path.size() != 4) {
            throw Refusal.notFound("there is /machines and /machines/{vendor}/{ref}/{lever}");
        }
        if (!request.method().equals("POST")) {
            throw Refusal.wrongMethod(request.method(), request.path());
        }
        String vendor = path.get(1);
        String ref = path.get(2);
        machine(vendor, ref);
        pull(path.get(3), vendor, ref, request);
        return WireAnswer.json(200, machine(vendor, ref));
    }

    private List<SimulatedMachine> all() {
        return Stream.concat(vastai.machines().stream(), gce.listed().stream()).toList();
    }

    private SimulatedMachine machine(String vendor, String ref) {
        if (!vendor.equals(VASTAI) && !vendor.equals(GCE)) {
            throw Refusal.notFound("there is no vendor " + vendor + " in this sandbox");
        }
        return all().stream()
                .filter(machine ->
                        machine.vendor().equals(vendor) && machine.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("there is no machine " + vendor + "/" + ref));
    }

    private void pull(String lever, String vendor, String ref, WireRequest request) throws IOException {
        switch (lever) {
            case "partition" -> host.partition(vendor, ref);
            case "heal" -> host.heal(vendor, ref);
            case "freeze" -> host.freeze(vendor, ref);
            case "thaw" -> host.thaw(vendor, ref);
            case "bandwidth" -> limit(vendor, ref, Body.of(request).number("mbit", -1));
            case "vanish" -> vanish(vendor, ref, Body.of(request).number("vendor_notices_after_s", NOTICED_AFTER_S));
            case "stop" -> {
                if (vendor.equals(GCE)) {
                    gce.stop(ref);
                } else {
                    vastai.stopByVendor(ref);
                }
            }
            case "preempt", "offline", "outbid" -> take(lever, vendor, ref);
            default ->
                throw Refusal.notFound(
                        "there is no lever " + lever
                                + "; there are vanish, stop, offline, outbid, preempt, partition, heal, freeze, thaw, bandwidth");
        }
    }

    private void vanish(String vendor, String ref, long noticedAfter) {
        if (vendor.equals(GCE)) {
            gce.vanish(ref, noticedAfter);
        } else {
            vastai.vanish(ref, noticedAfter);
        }
    }

    private void take(String lever, String vendor, String ref) {
        switch (vendor + " " + lever) {
            case "gce preempt" -> gce.preempt(ref);
            case "vastai offline" -> vastai.offline(ref);
            case "vastai outbid" -> vastai.outbid(ref);
            default -> throw Refusal.notFound("machines of " + vendor + " have no lever " + lever);
        }
    }

    private void limit(String vendor, String ref, long megabits) throws IOException {
        if (megabits < 0 || megabits > FASTEST_MBIT) {
            throw Refusal.malformed("mbit must be between 0 (no limit) and " + FASTEST_MBIT);
        }
        if (!host.limit(vendor, ref, megabits)) {
            throw Refusal.notSupported("machines in " + host.mode() + " mode have no network of their own to limit");
        }
    }
}
