package cloud.dumont.gateway.limits;

import cloud.dumont.web.problem.Refusal;
import java.util.List;
import java.util.Map;

/** Too many requests. The problem document has the registered type of this situation instead of one of ours. */
public record RateLimited(Decision decision) implements Refusal {
    public static final String TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    @Override
    public String code() {
        return "rate_limited";
    }

    @Override
    public int status() {
        return 429;
    }

    @Override
    public String detail() {
        return "Too many requests; try again in " + decision.retrySeconds() + " s.";
    }

    @Override
    public Map<String, Object> extras() {
        return Map.of(
                "retry_after_s", decision.retrySeconds(),
                "violated-policies", List.of(decision.policy().name()));
    }
}
