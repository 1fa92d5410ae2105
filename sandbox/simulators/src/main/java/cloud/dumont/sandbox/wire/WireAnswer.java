package cloud.dumont.sandbox.wire;

/** What goes back: an answer, or a connection cut with no answer at all. */
public sealed interface WireAnswer {
    record Reply(int status, String contentType, String body) implements WireAnswer {
        public Reply withContentType(String other) {
            return new Reply(status, other, body);
        }
    }

    record Cut() implements WireAnswer {}

    static Reply json(int status, Object body) {
        return new Reply(status, "application/json", Json.write(body));
    }

    static Reply text(int status, String body) {
        return new Reply(status, "text/plain; charset=utf-8", body);
    }
}
