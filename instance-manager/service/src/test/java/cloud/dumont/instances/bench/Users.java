package cloud.dumont.instances.bench;

import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.ServiceTokens;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;

/** Callers for tests. */
public final class Users {
    private static final Set<String> ALL = Set.of(
            "market:read",
            "instances:read",
            "instances:write",
            "instances:destroy",
            "instances:access",
            "backups:read",
            "backups:write",
            "backups:restore",
            "failover:write");

    private Users() {}

    public static Caller someone() {
        return someone(ALL);
    }

    public static Caller someone(Set<String> scopes) {
        UserId id = new UserId(UUID.randomUUID());
        return new Caller(id, "ana", scopes, "user", id.text(), "user");
    }

    /** As the gateway would vouch for the caller. */
    public static String bearer(Caller caller) {
        return "Bearer "
                + new ServiceTokens(Surroundings.GATEWAY, Clock.systemUTC()).forCaller("instance-manager", caller);
    }

    public static String monitoring() {
        return "Bearer " + new ServiceTokens(Surroundings.MONITORING, Clock.systemUTC()).forService("instance-manager");
    }
}
