package cloud.dumont.monitoring.loss;

import cloud.dumont.monitoring.instances.Look;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.Peers;
import cloud.dumont.web.reach.SshBanner;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tries by SSH, from two places: this service and the gateway, through which users come. */
@Component
class Probes {
    static final String HERE = "monitoring";
    static final String THERE = "gateway";
    private static final Logger log = LoggerFactory.getLogger(Probes.class);
    private final Peers peers;
    private final ExaminationConfig config;

    Probes(Peers peers, ExaminationConfig config) {
        this.peers = peers;
        this.config = config;
    }

    boolean fromHere(Look.Address address) {
        return SshBanner.isHeard(address.host(), address.port(), config.probeWithin());
    }

    private record Answered(boolean answered) {}

    /** Empty when the gateway could not try: that says nothing about the box. */
    Optional<Boolean> fromThere(Look.Address address) {
        try {
            Answered answer = Peers.call(
                    THERE,
                    () -> peers.client(THERE)
                            .post()
                            .uri("/internal/ssh-probes")
                            .body(address)
                            .retrieve()
                            .body(Answered.class));
            return Optional.ofNullable(answer).map(Answered::answered);
        } catch (PeerException e) {
            log.atDebug().setCause(e).log("the gateway could not try a machine");
            return Optional.empty();
        }
    }
}
