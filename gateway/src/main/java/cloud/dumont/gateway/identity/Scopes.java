package cloud.dumont.gateway.identity;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a caller may be allowed to do. A session has all of these; a key has what it was made with. */
public final class Scopes {
    /** What an API key can have. */
    public static final Set<String> FOR_KEYS = Set.of(
            "account:read",
            "account:write",
            "ssh_keys:read",
            "ssh_keys:write",
            "market:read",
            "instances:read",
            "instances:write",
            "instances:destroy",
            "instances:access",
            "backups:read",
            "backups:write",
            "backups:restore",
            "failover:write",
            "billing:read",
            "billing:write",
            "events:read");

    public static final Set<String> OF_SESSIONS = with(FOR_KEYS, "api_keys:read", "api_keys:write");

    private Scopes() {}

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
