package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** How long nothing was heard of a suspect machine. The word that it is back may be lost; what counts is that it was heard. */
@Component
class Silence {
    private final Placements placements;

    Silence(Placements placements) {
        this.placements = placements;
    }

    /** Whether nothing was heard since the state it is in began. */
    boolean isUnbroken(InstanceState.Suspect suspect) {
        return placements
                .find(suspect.serving().placement())
                .flatMap(Placement::lastConfirmedAt)
                .filter(heard -> heard.isAfter(suspect.reason().since()))
                .isEmpty();
    }

    boolean lasts(InstanceState.Suspect suspect, Duration limit, Instant now) {
        return !now.isBefore(suspect.reason().since().plus(limit)) && isUnbroken(suspect);
    }
}
