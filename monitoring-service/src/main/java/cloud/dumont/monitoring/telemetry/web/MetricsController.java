package cloud.dumont.monitoring.telemetry.web;

import cloud.dumont.kernel.InstanceId;
import cloud.dumont.monitoring.machine.Machines;
import cloud.dumont.monitoring.telemetry.Readings;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MetricsController {
    private final Machines machines;
    private final Readings readings;

    MetricsController(Machines machines, Readings readings) {
        this.machines = machines;
        this.readings = readings;
    }

    @GetMapping("/api/v1/instances/{id}/metrics")
    @RequiresScope("instances:read")
    MetricsView metrics(@PathVariable("id") InstanceId id, Caller caller) {
        machines.ownedBy(caller.user(), id);
        return MetricsView.of(readings.newest(id));
    }
}
