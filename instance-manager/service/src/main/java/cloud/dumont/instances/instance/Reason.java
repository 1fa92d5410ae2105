package cloud.dumont.instances.instance;

import cloud.dumont.events.Actor;
import java.time.Instant;
import java.util.Map;

/**
 * Why a machine is in its state.
 *
 * @param code stable; see {@link ReasonCode}
 * @param params what the sentence speaks of
 * @param detail the sentence
 * @param since when it became so
 * @param actor who caused it
 */
public record Reason(String code, Map<String, String> params, String detail, Instant since, Actor actor) {
    public Reason {
        params = Map.copyOf(params);
    }
}
