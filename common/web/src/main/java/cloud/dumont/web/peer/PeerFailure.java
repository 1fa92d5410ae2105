package cloud.dumont.web.peer;

/** A call to another service that did not end well. */
public sealed interface PeerFailure {
    String service();

    /** It answered with a refusal: nothing changed there. @param body the problem document as text */
    record Refused(String service, int status, String code, String detail, String body) implements PeerFailure {}

    /** No answer, or a 5xx: whether it did anything is unknown; repeat the (idempotent) call. */
    record Unreachable(String service, String why) implements PeerFailure {}
}
