package cloud.dumont.agent.protocol;

/** One line each: what failed and what would help. */
public record BootstrapFailure(String what, String remedy) {}
