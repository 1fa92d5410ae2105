package cloud.dumont.gateway.identity;

import cloud.dumont.web.caller.Caller;
import java.time.Instant;

/**
 * Who showed a credential that is good.
 *
 * @param credential id of the login or of the key
 * @param session whether it was a login, not an API key
 * @param goodUntil when the credential has to be shown anew at the latest
 * @param requestsPerMinute of the account's plan
 */
public record Holder(Caller caller, String credential, boolean session, Instant goodUntil, int requestsPerMinute) {
    /** Where a request carries it behind the door. */
    public static final String ATTRIBUTE = "dumont.holder";
}
