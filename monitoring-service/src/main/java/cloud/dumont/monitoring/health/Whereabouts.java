package cloud.dumont.monitoring.health;

/**
 * What a placement has in common with others.
 *
 * @param region empty when unknown, as host and agentVersion are
 * @param standby what its user wants to have instead: {@code off}, {@code cold} or {@code warm}
 */
public record Whereabouts(String vendor, String region, String host, String agentVersion, String standby) {}
