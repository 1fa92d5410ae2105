package cloud.dumont.provider.http;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import java.util.Optional;

/** What a status alone means; adapters look at the vendor's own words first and fall back on this. */
public final class StatusRules {
    private StatusRules() {}

    /** What no body can change: throttled, or an answer that says nothing about the call. */
    public static Optional<ProviderException> beforeBody(VendorRequest request, VendorAnswer answer) {
        int status = answer.status();
        if (status == 429) {
            return Optional.of(new Throttled(answer.retryAfter().orElse(null)));
        }
        if (status == 408 || status >= 500) {
            return Optional.of(new Unreachable(request + ": HTTP " + status, null));
        }
        if (status < 200 || (status >= 300 && status < 400)) {
            return Optional.of(new Unreachable(request + ": HTTP " + status + ", not followed", null));
        }
        return Optional.empty();
    }

    /** What is left when the vendor's words say nothing known. Empty for a success. */
    public static Optional<ProviderException> afterBody(VendorRequest request, VendorAnswer answer) {
        if (answer.isSuccess()) {
            return Optional.empty();
        }
        Refused.Reason reason = switch (answer.status()) {
            case 401, 403 -> Refused.Reason.UNAUTHORIZED;
            case 402 -> Refused.Reason.NO_FUNDS;
            default -> Refused.Reason.INVALID;
        };
        return Optional.of(new Refused(reason, request + ": HTTP " + answer.status()));
    }
}
