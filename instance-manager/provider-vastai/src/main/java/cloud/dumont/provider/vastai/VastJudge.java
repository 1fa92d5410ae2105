package cloud.dumont.provider.vastai;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.HalfLaunched;
import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Throttled;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.http.LenientJson;
import cloud.dumont.provider.http.StatusRules;
import cloud.dumont.provider.http.VendorAnswer;
import cloud.dumont.provider.http.VendorRequest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which exception an answer is. Decided by status, then {@code success}, then the words of the message, then the error
 * word; an answer that does not say clearly what happened is {@link Unreachable}.
 */
final class VastJudge {
    private VastJudge() {}

    /** For calls whose answer must be a JSON object. */
    static Optional<ProviderException> read(VendorRequest request, VendorAnswer answer) {
        Optional<ProviderException> failure = common(request, answer);
        return failure.isPresent() ? failure : unlessObject(request, answer);
    }

    /** For calls on one box; that it does not exist is for the caller to see, not a failure here. */
    static Optional<ProviderException> onBox(VendorRequest request, VendorAnswer answer) {
        if (saysBoxGone(answer)) {
            return Optional.empty();
        }
        if (answer.status() == 404 && !VastWords.of(answer).badKey()) {
            return Optional.of(new Unreachable(request + ": a 404 that names no box", null));
        }
        return read(request, answer);
    }

    static boolean saysBoxGone(VendorAnswer answer) {
        VastWords words = VastWords.of(answer);
        boolean definite = answer.status() == 404 || answer.status() == 410 || refusedWithSuccess(answer, words);
        return definite && words.boxGone();
    }

    static Optional<ProviderException> create(VendorRequest request, VendorAnswer answer) {
        VastWords words = VastWords.of(answer);
        OptionalLong contract = contract(answer);
        boolean refused = !answer.isSuccess() || words.deniesSuccess();
        if (refused && contract.isPresent()) {
            String ref = Long.toString(contract.getAsLong());
            return Optional.of(new HalfLaunched(ref, request + ": refused, yet contract " + ref + " exists"));
        }
        Optional<ProviderException> unknown = beforeWords(request, answer, words);
        if (unknown.isPresent()) {
            return unknown;
        }
        if (refused) {
            return Optional.of(refusedCreate(request, answer, words));
        }
        return contract.isPresent()
                ? Optional.empty()
                : Optional.of(new Unreachable(request + ": a success that names no contract", null));
    }

    /** The id of the instance; an error may carry it too. */
    static OptionalLong contract(VendorAnswer answer) {
        OptionalLong contract = LenientJson.whole(answer.json(), "new_contract");
        return contract.isPresent() && contract.getAsLong() > 0 ? contract : OptionalLong.empty();
    }

    private static ProviderException refusedCreate(VendorRequest request, VendorAnswer answer, VastWords words) {
        boolean offerStatus = answer.status() == 404 || answer.status() == 410;
        if (words.offerGone() && answer.status() != 401 && answer.status() != 403) {
            return new OutOfCapacity(request + ": the offer is gone");
        }
        if (words.badKey()) {
            return new Refused(Refused.Reason.UNAUTHORIZED, request + ": the key is refused");
        }
        if (words.noCredit()) {
            return new Refused(Refused.Reason.NO_FUNDS, request + ": the account lacks credit");
        }
        if (answer.status() == 403
                && answer.isJsonObject()
                && !answer.json().path("error").isMissingNode()) {
            return new Refused(Refused.Reason.INVALID, request + ": the offer is not for us");
        }
        if (offerStatus && words.boxGone()) {
            return new OutOfCapacity(request + ": the offer does not exist");
        }
        return StatusRules.afterBody(request, answer)
                .orElseGet(() -> new Refused(Refused.Reason.INVALID, request + ": refused"));
    }

    private static Optional<ProviderException> common(VendorRequest request, VendorAnswer answer) {
        VastWords words = VastWords.of(answer);
        Optional<ProviderException> unknown = beforeWords(request, answer, words);
        if (unknown.isPresent()) {
            return unknown;
        }
        if (answer.isSuccess() && !words.deniesSuccess()) {
            return Optional.empty();
        }
        if (words.badKey()) {
            return Optional.of(new Refused(Refused.Reason.UNAUTHORIZED, request + ": the key is refused"));
        }
        if (words.noCredit()) {
            return Optional.of(new Refused(Refused.Reason.NO_FUNDS, request + ": the account lacks credit"));
        }
        return StatusRules.afterBody(request, answer)
                .or(() -> Optional.of(new Refused(Refused.Reason.INVALID, request + ": refused")));
    }

    private static Optional<ProviderException> beforeWords(
            VendorRequest request, VendorAnswer answer, VastWords words) {
        if (answer.status() == 429) {
            return Optional.of(
                    new Throttled(answer.retryAfter().or(words::threshold).orElse(null)));
        }
        return StatusRules.beforeBody(request, answer);
    }

    private static boolean refusedWithSuccess(VendorAnswer answer, VastWords words) {
        return (answer.isSuccess() || answer.status() == 400) && words.deniesSuccess();
    }

    private static Optional<ProviderException> unlessObject(VendorRequest request, VendorAnswer answer) {
        return answer.isJsonObject()
                ? Optional.empty()
                : Optional.of(new Unreachable(request + ": an answer that is no JSON object", null));
    }
}
