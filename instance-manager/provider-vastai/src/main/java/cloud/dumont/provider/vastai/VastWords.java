package cloud.dumont.provider.vastai;

import cloud.dumont.provider.http.LenientJson;
import cloud.dumont.provider.http.VendorAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the words of an answer mean. The vendor's envelope has any of {@code success, error, msg, message, detail}, or is
 * plain text; {@code error} may say {@code invalid_args} where only {@code msg} says what happened.
 */
final class VastWords {
    private static final int ENOUGH = 2_000;
    private static final Pattern GONE_OFFER =
            Pattern.compile("no_such_ask|no longer available|not available|resources_unavailable");
    private static final Pattern GONE_BOX =
            Pattern.compile("no_such_instance|not_found|instance .*(does not exist|not found)|no such instance");
    private static final Pattern NO_CREDIT =
            Pattern.compile("insufficient_credit|lacks credit|missing_billing|insufficient (credit|balance|funds)");
    private static final Pattern BAD_KEY = Pattern.compile("auth_error|invalid user key|session expired");
    private static final Pattern THRESHOLD = Pattern.compile("threshold\\s*=\\s*(\\d{1,3}(?:\\.\\d{1,3})?)");

    private final String words;
    private final boolean deniesSuccess;

    private VastWords(String words, boolean deniesSuccess) {
        this.words = words;
        this.deniesSuccess = deniesSuccess;
    }

    static VastWords of(VendorAnswer answer) {
        if (!answer.isJsonObject()) {
            String text = answer.text();
            String start = text.length() > ENOUGH ? text.substring(0, ENOUGH) : text;
            return new VastWords(start.toLowerCase(Locale.ROOT), false);
        }
        StringBuilder words = new StringBuilder();
        for (String field : new String[] {"error", "msg", "message", "detail"}) {
            LenientJson.text(answer.json(), field)
                    .ifPresent(text -> words.append(text).append(' '));
        }
        boolean denied = LenientJson.flag(answer.json(), "success").equals(Optional.of(false));
        String said = words.length() > ENOUGH ? words.substring(0, ENOUGH) : words.toString();
        return new VastWords(said.toLowerCase(Locale.ROOT), denied);
    }

    /** Whether the answer itself says that the call failed, whatever its status. */
    boolean deniesSuccess() {
        return deniesSuccess;
    }

    boolean offerGone() {
        return GONE_OFFER.matcher(words).find();
    }

    boolean boxGone() {
        return GONE_BOX.matcher(words).find();
    }

    boolean noCredit() {
        return NO_CREDIT.matcher(words).find();
    }

    boolean badKey() {
        return BAD_KEY.matcher(words).find();
    }

    /** The interval that a throttled call broke, if the vendor names it. */
    Optional<Duration> threshold() {
        Matcher matcher = THRESHOLD.matcher(words);
        return matcher.find()
                ? Optional.of(Duration.ofMillis(
                        new BigDecimal(matcher.group(1)).movePointRight(3).longValue()))
                : Optional.empty();
    }
}
