package cloud.dumont.agent.protocol;

/** @param reason e.g. {@code sigterm} */
public record Goodbye(String reason) {}
