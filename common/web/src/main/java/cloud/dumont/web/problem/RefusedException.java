package cloud.dumont.web.problem;

/** Carries a {@link Refusal} to the edge, where {@link ProblemAdvice} turns it into an answer. */
public final class RefusedException extends RuntimeException {
    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.code() + ": " + refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
