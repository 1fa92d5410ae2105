package cloud.dumont.instances.instance;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from a standby back to a GPU while the user works on. Until the fence the standby is the machine, and every step that
 * fails leads back to the search without harm. With the fence the machine leaves the standby for its candidate, as it would leave a
 * lost box: on a {@link Journey}.
 */
public sealed interface ReturnJourney {
    /** How often was searched in vain. */
    int looks();

    /** The box that could take over. */
    default Optional<Candidate> waiting() {
        return switch (this) {
            case Ready ready -> Optional.of(ready.candidate());
            case Freezing freezing -> Optional.of(freezing.candidate());
            case Searching searching -> Optional.empty();
            case Buying buying -> Optional.empty();
            case Starting starting -> Optional.empty();
        };
    }

    /** @param placement of the GPU box @param epoch under which it will serve */
    record Candidate(PlacementId placement, Epoch epoch) {}

    /** @param since the last look */
    record Searching(int looks, Instant since) implements ReturnJourney {
        private static final int MOST_DOUBLINGS = 20;

        /** When to look again: ever more rarely. */
        public Instant due(ReturnConfig config) {
            Duration pause = config.firstSearch().multipliedBy(1L << Math.min(looks, MOST_DOUBLINGS));
            return since.plus(pause.compareTo(config.longestSearch()) < 0 ? pause : config.longestSearch());
        }

        public Searching inVain(Instant now) {
            return new Searching(looks + 1, now);
        }

        /** At once, for who asks for it. */
        public Searching hurried() {
            return new Searching(0, Instant.EPOCH);
        }

        public Buying found(LaunchCycle cycle) {
            return new Buying(looks, cycle, null);
        }
    }

    /** Offers are tried. */
    record Buying(int looks, LaunchCycle cycle, @Nullable PlacementId placement) implements ReturnJourney {}

    /** One was rented; it has to show what it is. */
    record Starting(int looks, LaunchCycle cycle, PlacementId placement) implements ReturnJourney {
        public Ready passed(Epoch epoch, Instant now) {
            return new Ready(looks, new Candidate(placement, epoch), now);
        }
    }

    /** The candidate could take over. */
    record Ready(int looks, Candidate candidate, Instant since) implements ReturnJourney {
        /** @param order for the standby's last version */
        public Freezing freeze(String order, Instant now) {
            return new Freezing(looks, candidate, order, now);
        }
    }

    /** The user's programs stand still on the standby, whose last version is being saved. */
    record Freezing(int looks, Candidate candidate, String order, Instant since) implements ReturnJourney {}

    static Searching begin(Instant now) {
        return new Searching(0, now);
    }

    /** It failed without harm. */
    default Searching back(Instant now) {
        return new Searching(looks() + 1, now);
    }
}
