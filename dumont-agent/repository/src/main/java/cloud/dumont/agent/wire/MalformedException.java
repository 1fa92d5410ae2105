package cloud.dumont.agent.wire;

/** Bytes that no writer of this format makes. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String what) {
        super(what);
    }
}
