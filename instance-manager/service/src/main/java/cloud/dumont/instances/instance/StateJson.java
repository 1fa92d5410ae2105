package cloud.dumont.instances.instance;

import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.json.DumontJson;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How states and specs are kept in their columns; the status column says which state it is. */
final class StateJson {
    private static final JsonMapper MAPPER = DumontJson.builder()
            .addMixIn(Journey.class, Step.class)
            .addMixIn(ReturnJourney.class, Step.class)
            .build();

    /** A journey's JSON says which step it is at. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "step")
    private interface Step {}

    private StateJson() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static InstanceState readState(Status status, String json) {
        JsonNode state = MAPPER.readTree(json);
        return MAPPER.treeToValue(state, type(status, state));
    }

    static StandbyPolicy readStandby(String json) {
        return MAPPER.readValue(json, StandbyPolicy.class);
    }

    static RentalSpec readSpec(String json) {
        return MAPPER.readValue(json, RentalSpec.class);
    }

    private static Class<? extends InstanceState> type(Status status, JsonNode state) {
        return switch (status) {
            case REQUESTED -> InstanceState.Requested.class;
            case LAUNCHING -> InstanceState.Launching.class;
            case BOOTING -> InstanceState.Booting.class;
            case RUNNING -> InstanceState.Running.class;
            case SUSPECT -> InstanceState.Suspect.class;
            case FAILING_OVER -> InstanceState.FailingOver.class;
            case ON_STANDBY -> InstanceState.OnStandby.class;
            // While the standby serves, and after it.
            case RETURNING -> state.has("serving") ? InstanceState.OnStandby.class : InstanceState.FailingOver.class;
            case STOPPING -> InstanceState.Stopping.class;
            case STOPPED -> InstanceState.Stopped.class;
            case FAILED -> InstanceState.Failed.class;
            case DESTROYING -> InstanceState.Destroying.class;
            case DESTROYED -> InstanceState.Destroyed.class;
        };
    }
}
