package cloud.dumont.instances.instance;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Duration;
import java.time.Instant;

/**
 * The way from a standby back to a GPU while the user works. Until the fence the standby is the machine, and every step that fails
 * leads back to the search without harm; after the fence it is the GPU, and what fails then is a failover.
 */
public sealed interface ReturnJourney {
    /** When something has to have happened, or else {@link #late} is due. */
    Instant deadline(ReturnConfig config);

    /** It did not happen in time. */
    ReturnJourney late(Instant now);

    /** @param placement of the GPU box @param epoch under which it will serve */
    record Candidate(PlacementId placement, Epoch epoch) {}

    /** @param looks in vain so far @param since the last one */
    record Searching(int looks, Instant since) implements ReturnJourney {
        private static final int MOST_DOUBLINGS = 20;

        public Copying found(Candidate candidate, Instant now) {
            return new Copying(candidate, 0, now);
        }

        @Override
        public Instant deadline(ReturnConfig config) {
            Duration pause = config.firstSearch().multipliedBy(1L << Math.min(looks, MOST_DOUBLINGS));
            return since.plus(pause.compareTo(config.longestSearch()) < 0 ? pause : config.longestSearch());
        }

        @Override
        public Searching late(Instant now) {
            return new Searching(looks + 1, now);
        }
    }

    /**
     * The candidate restores version after version of a machine that goes on working.
     *
     * @param rounds that are done
     */
    record Copying(Candidate candidate, int rounds, Instant since) implements ReturnJourney {
        /**
         * A round is done.
         *
         * @param left bytes that changed meanwhile
         * @param bytesPerSecond of the round
         */
        public ReturnJourney copied(long left, long bytesPerSecond, ReturnConfig config, Instant now) {
            boolean little = left < config.littleBytes()
                    || left < bytesPerSecond * config.littleTime().toSeconds();
            int done = rounds + 1;
            return little || done >= config.rounds()
                    ? new Freezing(candidate, now)
                    : new Copying(candidate, done, since);
        }

        @Override
        public Instant deadline(ReturnConfig config) {
            return since.plus(config.copying());
        }

        @Override
        public Searching late(Instant now) {
            return new Searching(0, now);
        }
    }

    /** The user's programs stand still on the standby, whose last version is being saved. */
    record Freezing(Candidate candidate, Instant since) implements ReturnJourney {
        /** The last version counts and the epoch is the candidate's. */
        public Moving fenced(Instant now) {
            return new Moving(candidate, now);
        }

        @Override
        public Instant deadline(ReturnConfig config) {
            return since.plus(config.freeze());
        }

        /** They go on where they are. */
        @Override
        public Searching late(Instant now) {
            return new Searching(0, now);
        }
    }

    /** The candidate is the machine: the last files, the start commands and the route follow. */
    record Moving(Candidate candidate, Instant since) implements ReturnJourney {
        public Returned arrived(Instant now) {
            return new Returned(candidate, Duration.between(since, now));
        }

        @Override
        public Instant deadline(ReturnConfig config) {
            return since.plus(config.moving());
        }

        /** There is no way back to the standby's epoch: the machine fails over from its new one. */
        @Override
        public FailsOver late(Instant now) {
            return new FailsOver(candidate, now);
        }
    }

    /** The candidate did not come up after it became the machine. Nothing more is due on this journey. */
    record FailsOver(Candidate candidate, Instant at) implements ReturnJourney {
        @Override
        public Instant deadline(ReturnConfig config) {
            return Instant.MAX;
        }

        @Override
        public FailsOver late(Instant now) {
            return this;
        }
    }

    /** @param took from the fence on */
    record Returned(Candidate candidate, Duration took) {}

    static Searching begin(Instant now) {
        return new Searching(0, now);
    }
}
