package cloud.dumont.agent.protocol;

import cloud.dumont.json.DumontJson;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The wire form of the protocol; frozen by golden files. Command kinds this build does not know read as {@code UNKNOWN}. */
public final class AgentJson {
    private static final JsonMapper MAPPER = DumontJson.builder()
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
            .addModule(new SimpleModule("agent-commands").addDeserializer(Command.Kind.class, new KindReader()))
            .build();

    private AgentJson() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static final class KindReader extends StdDeserializer<Command.Kind> {
        KindReader() {
            super(Command.Kind.class);
        }

        @Override
        public Command.Kind deserialize(JsonParser parser, DeserializationContext context) {
            return Command.Kind.of(parser.getValueAsString(""));
        }
    }
}
