package cloud.dumont.agent.protocol;

/** @param reason e.g. {@code sigterm} */
public record Goodbye(String reason) {
    /** The agent's process ends, and may be back in a moment: it says nothing of the box. */
    public static final String SIGTERM = "sigterm";
}
