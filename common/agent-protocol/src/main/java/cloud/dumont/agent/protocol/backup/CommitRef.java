package cloud.dumont.agent.protocol.backup;

/** One commit of a workspace. @param sha256 of its stored object, lower-case hex */
public record CommitRef(long epoch, long seq, String sha256) {}
