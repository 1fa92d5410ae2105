package cloud.dumont.events;

import cloud.dumont.json.DumontJson;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of envelopes; frozen by golden files. */
public final class EventJson {
    private static final JsonMapper MAPPER = DumontJson.builder()
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.READ_ENUMS_USING_TO_STRING)
            .build();

    private EventJson() {}

    public static String write(Envelope envelope) {
        return MAPPER.writeValueAsString(envelope);
    }

    /** A type this build does not know comes back with {@link UnknownEvent}. @throws JacksonException on anything else unreadable */
    public static Envelope read(String json) {
        ObjectNode node = (ObjectNode) MAPPER.readTree(json);
        String type = node.path("type").asString("");
        JsonNode data = node.remove("data");
        Class<? extends DomainEvent> known = EventTypes.all().get(type);
        Envelope head = MAPPER.treeToValue(node, Envelope.class);
        DomainEvent event = known == null ? new UnknownEvent(type) : MAPPER.treeToValue(data, known);
        return new Envelope(
                head.id(),
                head.type(),
                head.version(),
                head.at(),
                head.subject(),
                head.key(),
                head.keyVersion(),
                head.epoch(),
                head.user(),
                head.actor(),
                head.cause(),
                event);
    }

    /** The data alone, e.g. for a log line or an event list. */
    public static JsonNode data(DomainEvent event) {
        return MAPPER.valueToTree(event);
    }
}
