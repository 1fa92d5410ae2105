package cloud.dumont.sandbox.vastai.fault;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Everything that can be made to go wrong at this vendor, by the name used on the control API. */
public enum VastFault {
    OFFER_GONE("a create finds its offer taken by somebody else: 404, and the offer is off the market"),
    OFFER_GONE_410("a create with cancel_unavail loses its offer while starting: 410, and the offer is off the market"),
    SPOT_REFUSED_WITH_CONTRACT(
            "a spot create is refused, but the error carries new_contract of a stopped, billed instance"),
    READ_AFTER_CREATE_NULL("a new instance is unknown to reads and lists for some seconds (delay_s, else 8 scaled)"),
    LOST_ANSWER(
            "the call is done, the connection is cut before the answer (form=502 answers a gateway error instead); creates unless path or method say otherwise"),
    OUTBID("a running spot instance is outbid; it resumes by itself when the rival leaves (delay_s, else 600 scaled)"),
    HOST_OFFLINE("the host of a running instance loses power and comes back (delay_s, else 300 scaled; -1 never)"),
    IMAGE_PULL_STUCK("the image cannot be pulled: a docker error in status_msg and loading for ever"),
    THROTTLE_PLAIN("a call is answered 429 in plain text, with no Retry-After"),
    THROTTLE_JSON("a call is answered 429 as JSON, with no Retry-After"),
    PORT_CLOSED_AFTER_RUNNING("the instance says running, its sshd opens much later (delay_s, else 45 scaled)"),
    START_REFUSED(
            "a start of a stopped instance is refused, its GPUs are taken (form=scheduling accepts it and never starts)"),
    NEW_ADDRESS_AFTER_START("the next start of an instance gives it another address beside new ports"),
    LIST_PAGE_FAILS("a page of the instance list after the first is answered 500"),
    OUT_OF_CREDIT("while armed the account has no credit: the vendor stops everything and refuses creates"),
    FOREIGN_RESOURCES("somebody else's instance and SSH key appear in the account (count of them)"),
    UNKNOWN_WORDS("a read answers a status word never seen before, a new field, and numbers as strings"),
    PRICE_DRIFT("the instance costs more than its offer said (factor, else 1.15)"),
    DEPRECATED_LIST("the current instance list is answered 410 deprecated_endpoint too, not only the old one"),
    ODD_CONTENT_TYPE("an answer carries a content type that is not JSON");

    private final String sentence;

    VastFault(String sentence) {
        this.sentence = sentence;
    }

    /** The name on the control API, for example {@code lost_answer}. */
    public String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Every kind with its sentence. */
    public static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(fault -> kinds.put(fault.kind(), fault.sentence));
        return kinds;
    }
}
