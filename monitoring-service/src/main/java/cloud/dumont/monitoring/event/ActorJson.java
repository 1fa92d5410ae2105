package cloud.dumont.monitoring.event;

import cloud.dumont.events.Actor;
import cloud.dumont.json.DumontJson;
import java.util.Locale;
import java.util.Map;

/** An actor as the API shows it. */
final class ActorJson {
    private ActorJson() {}

    static String of(Actor actor) {
        return DumontJson.mapper()
                .writeValueAsString(Map.of("type", actor.type().name().toLowerCase(Locale.ROOT), "id", actor.id()));
    }
}
