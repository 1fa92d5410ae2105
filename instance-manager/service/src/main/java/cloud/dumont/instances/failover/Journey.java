package cloud.dumont.instances.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way of a fenced machine to a box on which it goes on: each step with what it needs and until when it may last. A step that
 * lasts too long leads back to the choice, without the place that failed. All of it may be run again after a crash anywhere: what
 * is asked of others is in the rows of the {@link Target} first.
 */
public sealed interface Journey {
    /** What was tried on this journey and did not do. */
    Set<String> failed();

    /** When something has to have happened, or else {@link #late} is due. */
    Instant deadline(FailoverConfig config);

    /** It did not happen in time. */
    Journey late(Instant now);

    /**
     * No place is chosen.
     *
     * @param began when the journey did
     * @param lookedAt when there was no place last
     */
    record Choosing(Instant began, Instant lookedAt, Set<String> failed) implements Journey {
        public Choosing {
            failed = Set.copyOf(failed);
        }

        public Activating choose(Target target, Instant now) {
            return new Activating(began, target, now, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return lookedAt.plus(config.chooseAgain());
        }

        /** There is none. All that failed may be tried again: what had no room may have some now. */
        @Override
        public Choosing late(Instant now) {
            return new Choosing(began, now, Set.of());
        }

        /** Whether the user should hear that it may take long. The search goes on. */
        public boolean isLong(FailoverConfig config, Instant now) {
            return !now.isBefore(began.plus(config.giveUp()));
        }
    }

    /** A box is asked for, and has not enrolled. */
    record Activating(Instant began, Target target, Instant since, Set<String> failed) implements Journey {
        public Activating {
            failed = Set.copyOf(failed);
        }

        public Restoring enrolled(Instant now) {
            return new Restoring(began, target, now, 0, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return since.plus(config.activation());
        }

        @Override
        public Choosing late(Instant now) {
            return without(began, failed, target, now);
        }
    }

    /** @param movedAt when it last brought something @param bytes brought back so far */
    record Restoring(Instant began, Target target, Instant movedAt, long bytes, Set<String> failed) implements Journey {
        public Restoring {
            failed = Set.copyOf(failed);
        }

        public Restoring brought(long soFar, Instant now) {
            return soFar > bytes ? new Restoring(began, target, now, soFar, failed) : this;
        }

        /** SSH answers and what the user worked on last is back: the rest may follow. */
        public Routing usable(Instant now) {
            return new Routing(began, target, now, now, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return movedAt.plus(config.standstill());
        }

        @Override
        public Choosing late(Instant now) {
            return without(began, failed, target, now);
        }
    }

    /** @param usableAt from then on the user pays for the new box */
    record Routing(Instant began, Target target, Instant usableAt, Instant since, Set<String> failed)
            implements Journey {
        public Routing {
            failed = Set.copyOf(failed);
        }

        public Arrived arrived(Instant now) {
            return new Arrived(target, usableAt, Duration.between(began, now));
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return since.plus(config.routing());
        }

        /** The box is good; only the way there is not yet: it is asked for again. */
        @Override
        public Routing late(Instant now) {
            return new Routing(began, target, usableAt, now, failed);
        }
    }

    /** The machine goes on. */
    record Arrived(Target target, Instant usableAt, Duration took) {}

    static Choosing begin(Instant now) {
        return new Choosing(now, now, Set.of());
    }

    private static Choosing without(Instant began, Set<String> failed, Target target, Instant now) {
        Set<String> more = new TreeSet<>(failed);
        more.add(target.where());
        return new Choosing(began, now, more);
    }
}
