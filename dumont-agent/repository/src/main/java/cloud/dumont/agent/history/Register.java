package cloud.dumont.agent.history;

/** Tells the platform of commits that are in the store; it decides whether they count. */
public interface Register {
    /**
     * The same registration again is no error.
     *
     * @throws RegisterException.Fenced this epoch is over
     * @throws RegisterException.Conflict the platform's newest commit is another than the parent: open anew
     * @throws RegisterException.Unavailable it does not answer; come again
     */
    void register(Registration registration) throws RegisterException, InterruptedException;
}
