package cloud.dumont.sandbox.gce.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.gce.catalogue.MachineType;
import cloud.dumont.sandbox.gce.catalogue.MachineTypes;
import cloud.dumont.sandbox.gce.catalogue.Zones;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import tools.jackson.databind.node.ObjectNode;

/** Zones and sizes. */
final class CatalogueCalls {
    private final Faults faults;
    private final Links links;

    CatalogueCalls(Faults faults, Links links) {
        this.faults = faults;
        this.links = links;
    }

    WireAnswer.Reply zones(Call call) {
        return Pages.answer(
                call, "compute#zoneList", Zones.all().stream().map(this::view).toList(), faults);
    }

    WireAnswer.Reply zone(String zone) {
        return WireAnswer.json(200, view(zone));
    }

    private ObjectNode view(String zone) {
        return Json.object()
                .put("kind", "compute#zone")
                .put("name", zone)
                .put("status", "UP")
                .put("region", links.scope("regions/" + Zones.regionOf(zone)))
                .put("selfLink", links.zone(zone));
    }

    WireAnswer.Reply machineTypes(Call call, String zone, String name) {
        if (name.isEmpty()) {
            return Pages.answer(
                    call,
                    "compute#machineTypeList",
                    MachineTypes.all().stream().map(type -> view(type, zone)).toList(),
                    faults);
        }
        MachineType type = MachineTypes.find(name)
                .orElseThrow(() -> ApiError.notFound(links.plain("zones/" + zone + "/machineTypes/" + name)));
        return WireAnswer.json(200, view(type, zone));
    }

    private ObjectNode view(MachineType type, String zone) {
        return Json.object()
                .put("kind", "compute#machineType")
                .put("name", type.name())
                .put("guestCpus", type.cpus())
                .put("memoryMb", type.memoryMb())
                .put("zone", zone)
                .put("selfLink", links.zone(zone) + "/machineTypes/" + type.name());
    }
}
