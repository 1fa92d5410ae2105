package cloud.dumont.instances.instance;

import cloud.dumont.events.Actor;
import cloud.dumont.web.caller.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who wanted a change, and which request, event or action it belongs to. */
public record Origin(Actor actor, @Nullable String cause) {
    public static Origin system(String part) {
        return new Origin(Actor.system(part), null);
    }

    public static Origin of(Caller caller, @Nullable String requestId) {
        Actor.Kind kind = switch (caller.actorType()) {
            case "api_key" -> Actor.Kind.API_KEY;
            case "operator" -> Actor.Kind.OPERATOR;
            default -> Actor.Kind.USER;
        };
        return new Origin(new Actor(kind, caller.actorId()), requestId);
    }

    public String actorWord() {
        return actor.type().name().toLowerCase(Locale.ROOT);
    }
}
