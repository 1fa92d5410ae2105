package cloud.dumont.provider.gcp;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.InstanceGone;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Operation;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's ways to say no, as the few kinds that we tell apart. Of bodies only reasons are taken: they may hold what we sent. */
final class GcpErrors {
    private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([A-Za-z_]{1,60})\"");

    private GcpErrors() {}

    /** @param ref of the machine that the call is about; empty: none */
    static <T> T call(String ref, Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            throw of(e, ref);
        }
    }

    static boolean isTaken(ApiException e) {
        return reason(e).equals("alreadyExists");
    }

    static ProviderException of(ApiException e, String ref) {
        StatusCode.Code code = e.getStatusCode().getCode();
        String reason = reason(e);
        return switch (code) {
            case UNAUTHENTICATED -> new Refused(Refused.Reason.UNAUTHORIZED, "the credentials are refused");
            case PERMISSION_DENIED ->
                switch (reason) {
                    case "rateLimitExceeded", "userRateLimitExceeded" -> new Throttled(null);
                    case "quotaExceeded" -> new Refused(Refused.Reason.INVALID, "a quota is used up");
                    default -> new Refused(Refused.Reason.UNAUTHORIZED, "the project is closed to us: " + reason);
                };
            case RESOURCE_EXHAUSTED -> new Throttled(null);
            case NOT_FOUND -> ref.isEmpty() ? invalid(reason) : new InstanceGone(ref);
            // Something else happens to it just now.
            case INVALID_ARGUMENT -> reason.equals("resourceNotReady") ? new Throttled(null) : invalid(reason);
            case ABORTED, FAILED_PRECONDITION, ALREADY_EXISTS, OUT_OF_RANGE, UNIMPLEMENTED -> invalid(reason);
            default -> new Unreachable("no answer that says anything: " + code, e);
        };
    }

    private static Refused invalid(String reason) {
        return new Refused(Refused.Reason.INVALID, "refused: " + reason);
    }

    private static String reason(ApiException e) {
        String body = e.getCause() instanceof HttpResponseException answer ? answer.getContent() : null;
        Matcher found = REASON.matcher(body == null ? "" : body);
        return found.find() ? found.group(1) : "no reason given";
    }

    /** What an operation says that has ended; looked at whatever its status code is, since some forget it. */
    static Optional<ProviderException> of(Operation operation) {
        if (!operation.hasError() || operation.getError().getErrorsCount() == 0) {
            return operation.getHttpErrorStatusCode() >= 400
                    ? Optional.of(new Unreachable("an operation failed without a word", null))
                    : Optional.empty();
        }
        Errors error = operation.getError().getErrors(0);
        String code = error.getCode();
        if (code.startsWith("ZONE_RESOURCE_POOL_EXHAUSTED") || code.contains("STOCKOUT")) {
            return Optional.of(new OutOfCapacity("no room, there may be in: " + available(error)));
        }
        return Optional.of(new Refused(Refused.Reason.INVALID, "refused: " + code));
    }

    private static String available(Errors error) {
        return error.getErrorDetailsList().stream()
                .map(detail -> detail.getErrorInfo().getMetadatasMap().get("zonesAvailable"))
                .filter(zones -> zones != null && zones.matches("[a-z0-9,-]{1,200}"))
                .findFirst()
                .orElse("no zone that it names");
    }
}
