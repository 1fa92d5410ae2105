package cloud.dumont.web.peer;

/** Carries a {@link PeerFailure}. */
public final class PeerException extends RuntimeException {
    private final transient PeerFailure failure;

    public PeerException(PeerFailure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    public PeerFailure failure() {
        return failure;
    }
}
