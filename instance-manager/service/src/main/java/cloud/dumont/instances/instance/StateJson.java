package cloud.dumont.instances.instance;

import cloud.dumont.json.DumontJson;
import tools.jackson.databind.json.JsonMapper;

/** How states and specs are kept in their columns; the status column says which state it is. */
final class StateJson {
    private static final JsonMapper MAPPER = DumontJson.mapper();

    private StateJson() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static InstanceState readState(Status status, String json) {
        return MAPPER.readValue(json, type(status));
    }

    static RentalSpec readSpec(String json) {
        return MAPPER.readValue(json, RentalSpec.class);
    }

    private static Class<? extends InstanceState> type(Status status) {
        return switch (status) {
            case REQUESTED -> InstanceState.Requested.class;
            case LAUNCHING -> InstanceState.Launching.class;
            case BOOTING -> InstanceState.Booting.class;
            case RUNNING -> InstanceState.Running.class;
            case SUSPECT -> InstanceState.Suspect.class;
            case STOPPING -> InstanceState.Stopping.class;
            case STOPPED -> InstanceState.Stopped.class;
            case FAILED -> InstanceState.Failed.class;
            case DESTROYING -> InstanceState.Destroying.class;
            case DESTROYED -> InstanceState.Destroyed.class;
        };
    }
}
