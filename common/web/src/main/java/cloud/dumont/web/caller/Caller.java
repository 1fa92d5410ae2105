package cloud.dumont.web.caller;

import cloud.dumont.kernel.UserId;
import java.util.Set;

/**
 * For whom a request is made, as the gateway established it.
 *
 * @param handle the account's name, as in {@code ssh -J handle@…}
 * @param actorType {@code user}, {@code api_key} or {@code operator}
 * @param actorId id of the user or of the key
 */
public record Caller(UserId user, String handle, Set<String> scopes, String actorType, String actorId, String role) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }
}
