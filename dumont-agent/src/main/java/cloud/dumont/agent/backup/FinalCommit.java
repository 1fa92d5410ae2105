package cloud.dumont.agent.backup;

import cloud.dumont.agent.life.StateFiles;
import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.agent.protocol.backup.CommitRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a final commit may count. Written down before the platform is asked, so that an agent that dies meanwhile, and one
 * that got no answer, can ask again.
 */
final class FinalCommit {
    private static final System.Logger log = System.getLogger(FinalCommit.class.getName());
    private static final String SENT = "final-commit";
    private final StateFiles state;
    private @Nullable String expected;
    private @Nullable String givenUp;
    private @Nullable Sent sent;

    /** The commit that the platform was asked to take for an order. */
    private record Sent(String order, CommitRef commit) {
        String text() {
            return order + " " + commit.epoch() + " " + commit.seq() + " " + commit.sha256();
        }

        static Optional<Sent> parse(String text) {
            String[] words = text.split(" ");
            boolean whole = words.length == 4 && words[1].matches("\\d{1,18}") && words[2].matches("\\d{1,18}");
            return whole
                    ? Optional.of(new Sent(
                            words[0], new CommitRef(Long.parseLong(words[1]), Long.parseLong(words[2]), words[3])))
                    : Optional.empty();
        }
    }

    FinalCommit(StateFiles state) {
        this.state = state;
    }

    /** From now on a commit with this order is the final one. */
    synchronized void expect(String order) {
        expected = order;
    }

    /**
     * Nobody waits for it any more, so that the user's processes may go on.
     *
     * @return false when the platform was asked already: then only its answer decides
     */
    synchronized boolean giveUp(String order) {
        if (sent != null) {
            return false;
        }
        givenUp = order;
        return true;
    }

    /** The platform is about to be asked. @return whether it may be: not for an order that was given up */
    synchronized boolean asking(String order, CommitRef commit) {
        if (order.equals(givenUp)) {
            return false;
        }
        if (!order.equals(expected)) {
            return true;
        }
        sent = new Sent(order, commit);
        try {
            state.write(SENT, sent.text());
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "only this process knows of the final backup: {0}", e.getMessage());
        }
        return true;
    }

    /** The platform said that it does not count. */
    synchronized void refused() {
        forget();
    }

    /** Whether the platform was asked, and nobody knows what it decided. */
    synchronized boolean mayCount() {
        return sent != null;
    }

    /** It is decided. */
    synchronized void forget() {
        sent = null;
        try {
            state.delete(SENT);
        } catch (IOException e) {
            log.log(System.Logger.Level.WARNING, "a note of the final backup stays: {0}", e.getMessage());
        }
    }

    /** The order of a commit that this agent, or one before it, asked for and heard nothing of. */
    synchronized Optional<String> open() {
        return sent().map(Sent::order);
    }

    private Optional<Sent> sent() {
        if (sent != null) {
            return Optional.of(sent);
        }
        try {
            return state.read(SENT).flatMap(Sent::parse);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Asks the platform once more.
     *
     * @param tip its newest commit: one of a higher number is none that it took
     * @throws IOException nothing is known
     */
    synchronized boolean counts(BackupOffice office, @Nullable CommitRef tip) throws IOException {
        Sent asked = sent().orElse(null);
        long epoch = office.epoch().value();
        if (asked == null || tip == null || asked.commit().epoch() != epoch || tip.epoch() != epoch) {
            return false;
        }
        if (tip.seq() < asked.commit().seq()) {
            return false;
        }
        try {
            office.commit(again(office, asked));
            return true;
        } catch (BackupOffice.Refusal e) {
            if (e.isFence()) {
                throw e;
            }
            return false;
        }
    }

    /** Only what tells the commit from others: its number is taken already. */
    private static CommitRequest again(BackupOffice office, Sent asked) {
        return new CommitRequest(
                office.epoch(),
                asked.commit().seq(),
                asked.commit().sha256(),
                0,
                null,
                0,
                List.of(),
                false,
                false,
                0,
                0,
                0,
                asked.order());
    }
}
