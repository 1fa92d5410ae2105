package cloud.dumont.gateway.identity.session;

import cloud.dumont.kernel.SessionId;
import cloud.dumont.kernel.UserId;
import java.time.Instant;

/** What an access token says. */
public record AccessToken(
        UserId user, String handle, String role, SessionId session, int requestsPerMinute, Instant expires) {}
