package cloud.dumont.instances.failover.web;

import cloud.dumont.instances.failover.Failover;
import cloud.dumont.instances.failover.GiveUpBox;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Monitoring's verdict over a box. */
@RestController
class LossController {
    private final GiveUpBox giveUp;

    LossController(GiveUpBox giveUp) {
        this.giveUp = giveUp;
    }

    /** @param cause {@code vendor} or {@code silence} */
    record Lost(
            PlacementId placement,
            Epoch epoch,
            Instant lastConfirmedAt,
            @Nullable Instant suspectedAt,
            String cause,
            @Nullable List<Failover.Evidence> evidence,
            @Nullable String guard) {}

    record Answer(String outcome) {}

    @PostMapping("/internal/instances/{id}/lost")
    Answer lost(@PathVariable InstanceId id, @RequestBody Lost body) {
        GiveUpBox.Outcome outcome = giveUp.lost(
                id,
                new GiveUpBox.Loss(
                        body.placement(),
                        body.epoch(),
                        body.lastConfirmedAt(),
                        body.suspectedAt(),
                        "vendor".equals(body.cause()),
                        body.evidence() == null ? List.of() : body.evidence(),
                        body.guard() == null ? "normal" : body.guard()));
        return new Answer(outcome.word());
    }
}
