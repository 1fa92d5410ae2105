package cloud.dumont.sandbox.vastai.contract;

import java.time.Instant;

/** A public key of an account or of one instance. */
public record SshKey(long id, String key, Instant createdAt) {}
