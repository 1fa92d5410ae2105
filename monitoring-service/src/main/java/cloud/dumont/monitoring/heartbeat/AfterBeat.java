package cloud.dumont.monitoring.heartbeat;

import cloud.dumont.agent.protocol.Beat;
import cloud.dumont.monitoring.agent.Agent;
import cloud.dumont.monitoring.health.Deadlines;
import cloud.dumont.monitoring.telemetry.GpuGauges;
import cloud.dumont.monitoring.telemetry.Reading;
import cloud.dumont.monitoring.telemetry.Readings;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What a beat leaves outside the database. A beat counts also when Redis is away. */
@Component
class AfterBeat {
    private static final Logger log = LoggerFactory.getLogger(AfterBeat.class);
    private final Deadlines deadlines;
    private final Readings readings;
    private final GpuGauges gauges;

    AfterBeat(Deadlines deadlines, Readings readings, GpuGauges gauges) {
        this.deadlines = deadlines;
        this.readings = readings;
        this.gauges = gauges;
    }

    void note(Agent agent, Beat beat, Optional<Instant> deadline, Instant now) {
        gauges.saw(agent, beat, now);
        try {
            deadline.ifPresent(at -> deadlines.set(agent.placement(), at));
            readings.keep(agent.instance(), Reading.of(beat, now));
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("placement_id", agent.placement())
                    .setCause(e)
                    .log("a beat was heard, but Redis could not note it");
        }
    }
}
