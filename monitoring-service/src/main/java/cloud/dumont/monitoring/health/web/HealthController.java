package cloud.dumont.monitoring.health.web;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.MachineHealth;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What other services may want to know before they move a machine. */
@RestController
class HealthController {
    private final MachineHealth machines;
    private final InstantSource clock;

    HealthController(MachineHealth machines, InstantSource clock) {
        this.machines = machines;
        this.clock = clock;
    }

    /**
     * @param phase {@code healthy}, {@code suspect}, {@code held} or {@code lost}
     * @param since when that began
     * @param suspicions of all the machine's boxes in the last 10 minutes
     * @param flapping more of them than three
     * @param stableSince null: it is in trouble right now
     */
    record View(
            PlacementId placement,
            Epoch epoch,
            String phase,
            Instant since,
            long suspicions,
            boolean flapping,
            @Nullable Instant stableSince) {}

    /** 404 when nobody waits for beats of the machine. */
    @GetMapping("/internal/instances/{id}/health")
    View get(@PathVariable InstanceId id) {
        return machines.of(id, clock.instant())
                .map(HealthController::view)
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    private static View view(MachineHealth.Report report) {
        Health serving = report.serving();
        return new View(
                serving.watch().placement(),
                serving.watch().epoch(),
                switch (serving) {
                    case Health.Healthy healthy -> "healthy";
                    case Health.Suspect suspect -> "suspect";
                    case Health.Held held -> "held";
                    case Health.Lost lost -> "lost";
                },
                serving.since(),
                report.steadiness().suspicions(),
                report.flapping(),
                report.steadiness().stableSince());
    }
}
