package cloud.dumont.agent.protocol;

import java.util.List;

/** The whole platform-managed block of {@code authorized_keys}: one OpenSSH line each. */
public record AuthorizedKeys(List<String> keys) {}
