package cloud.dumont.gateway.routes;

/** Who answers a request. */
enum Target {
    /** A controller of this service. */
    GATEWAY,
    /** Files that this service hands out. */
    AGENT_FILES,
    DASHBOARD,
    INSTANCE_MANAGER,
    BILLING,
    MONITORING;

    boolean isElsewhere() {
        return switch (this) {
            case GATEWAY, AGENT_FILES, DASHBOARD -> false;
            case INSTANCE_MANAGER, BILLING, MONITORING -> true;
        };
    }

    /** Its name among the services. */
    String service() {
        return switch (this) {
            case GATEWAY, AGENT_FILES, DASHBOARD -> "gateway";
            case INSTANCE_MANAGER -> "instance-manager";
            case BILLING -> "billing-service";
            case MONITORING -> "monitoring-service";
        };
    }
}
