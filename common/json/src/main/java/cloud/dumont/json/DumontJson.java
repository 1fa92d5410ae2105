package cloud.dumont.json;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON dialect of the platform: snake_case, RFC 3339 times, kernel types, unknown fields ignored. */
public final class DumontJson {
    private static final JsonMapper MAPPER = builder().build();

    private DumontJson() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    public static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .addModule(new KernelModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }
}
