package cloud.dumont.gateway.limits;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Tells the caller where it stands: the draft standard's fields, and the older ones that most clients know. */
public final class LimitHeaders {
    private LimitHeaders() {}

    /** @param decisions what was asked for this request; the scarcest one is told */
    public static void write(HttpServletResponse response, List<Decision> decisions, Instant now) {
        if (decisions.isEmpty()) {
            return;
        }
        Decision tightest = decisions.getFirst();
        for (Decision decision : decisions) {
            if (!decision.allowed() || tightest.allowed() && decision.remaining() < tightest.remaining()) {
                tightest = decision;
            }
        }
        long seconds = tightest.allowed() ? tightest.resetSeconds() : tightest.retrySeconds();
        Policy policy = tightest.policy();
        response.setHeader(
                "RateLimit-Policy",
                decisions.stream()
                        .map(Decision::policy)
                        .map(each -> "\"" + each.name() + "\";q=" + each.rate().quota() + ";w="
                                + each.rate().window().toSeconds())
                        .collect(Collectors.joining(", ")));
        response.setHeader("RateLimit", "\"" + policy.name() + "\";r=" + tightest.remaining() + ";t=" + seconds);
        response.setHeader("X-RateLimit-Limit", Integer.toString(policy.rate().quota()));
        response.setHeader("X-RateLimit-Remaining", Long.toString(tightest.remaining()));
        response.setHeader("X-RateLimit-Reset", Long.toString(now.getEpochSecond() + seconds));
    }
}
