package cloud.dumont.instances.instance;

import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The way of a fenced machine to a box on which it goes on: each step with what it needs and until when it may last. A step that
 * lasts too long leads back to the choice, without the place that failed. All of it may be run again after a crash anywhere: what
 * is asked of others is in the rows of the {@link Target} first. The way to the box follows from the machine's state: who asks for
 * it gets the new one from the moment in which the machine goes on.
 */
public sealed interface Journey {
    /** How many looks per standstill are kept. */
    int LOOKS = 3;

    /** Among what failed: another GPU, instead of a standby. */
    String GPU = "gpu";

    /** What the machine is to go on on. */
    enum Wish {
        /** whatever lets its user work again first */
        SOONEST,
        /** another GPU if one can be had */
        GPU
    }

    /** What was tried on this journey and did not do. */
    Set<String> failed();

    /** When the machine's old box was given up, or its programs there were made to stand still. */
    Instant began();

    /** Where it is to go on; a component of the steps that have one. */
    Optional<Target> chosen();

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
    record Choosing(Instant began, Instant lookedAt, Set<String> failed, Wish wish) implements Journey {
        public Choosing {
            failed = Set.copyOf(failed);
            // Rows of earlier versions have none.
            wish = wish == null ? Wish.SOONEST : wish;
        }

        @Override
        public Optional<Target> chosen() {
            return Optional.empty();
        }

        public Activating choose(Target target, Instant now) {
            return new Activating(began, target, now, failed);
        }

        public Buying buy(LaunchCycle cycle, Instant now) {
            return new Buying(began, now, cycle, null, failed);
        }

        /** No GPU is to be had now. */
        public Choosing withoutGpu() {
            return new Choosing(began, lookedAt, with(failed, GPU), Wish.SOONEST);
        }

        /** Whether everything was tried, and there was no place. */
        public boolean wasInVain() {
            return failed.isEmpty() && lookedAt.isAfter(began);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return lookedAt.plus(config.chooseAgain());
        }

        /** There is none. All that failed may be tried again: what had no room may have some now. */
        @Override
        public Choosing late(Instant now) {
            return new Choosing(began, now, Set.of(), wish);
        }
    }

    /**
     * Offers of GPUs are tried, instead of a standby.
     *
     * @param since when that was decided
     * @param placement for which; null before the first one
     */
    record Buying(
            Instant began,
            Instant since,
            LaunchCycle cycle,
            @Nullable PlacementId placement,
            Set<String> failed) implements Journey {
        public Buying {
            failed = Set.copyOf(failed);
        }

        @Override
        public Optional<Target> chosen() {
            return Optional.empty();
        }

        Buying with(LaunchCycle next, @Nullable PlacementId place) {
            return new Buying(began, since, next, place, failed);
        }

        Starting rented(PlacementId place) {
            return new Starting(began, since, cycle, place, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return since.plus(config.gpu());
        }

        @Override
        public Choosing late(Instant now) {
            return without(began, failed, GPU, now);
        }
    }

    /** A GPU box is rented, and has to show what it is. */
    record Starting(Instant began, Instant since, LaunchCycle cycle, PlacementId placement, Set<String> failed)
            implements Journey {
        public Starting {
            failed = Set.copyOf(failed);
        }

        @Override
        public Optional<Target> chosen() {
            return Optional.empty();
        }

        Restoring passed(Target target, Instant now) {
            return new Restoring(began, target, now, now, News.NONE, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return since.plus(config.gpu());
        }

        @Override
        public Choosing late(Instant now) {
            return without(began, failed, GPU, now);
        }
    }

    /** A box is asked for, and has not enrolled. */
    record Activating(Instant began, Target target, Instant since, Set<String> failed) implements Journey {
        public Activating {
            failed = Set.copyOf(failed);
        }

        @Override
        public Optional<Target> chosen() {
            return Optional.of(target);
        }

        public Restoring enrolled(Instant now) {
            return new Restoring(began, target, now, now, News.NONE, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return since.plus(config.activation());
        }

        @Override
        public Choosing late(Instant now) {
            return without(began, failed, target.mark(), now);
        }
    }

    /**
     * What is heard of files that come back. Whatever differs from what was heard before is progress: many small files move few bytes.
     */
    record News(String phase, long files, long bytes) {
        public static final News NONE = new News("", 0, 0);
    }

    /**
     * Its files come back.
     *
     * @param movedAt when there was news last
     * @param lookedAt when somebody last looked whether there was, to a third of the standstill
     */
    record Restoring(Instant began, Target target, Instant movedAt, Instant lookedAt, News news, Set<String> failed)
            implements Journey {
        public Restoring {
            failed = Set.copyOf(failed);
            // Rows of earlier versions know neither.
            lookedAt = lookedAt == null ? movedAt : lookedAt;
            news = news == null ? News.NONE : news;
        }

        @Override
        public Optional<Target> chosen() {
            return Optional.of(target);
        }

        /** Somebody looks. What stood still while nobody did is not held against it. */
        public Restoring looked(News heard, Instant now, FailoverConfig config) {
            boolean nobodyLooked = now.isAfter(lookedAt.plus(config.standstill()));
            if (nobodyLooked || !heard.equals(news)) {
                return new Restoring(began, target, now, now, heard, failed);
            }
            return now.isBefore(lookedAt.plus(config.standstill().dividedBy(LOOKS)))
                    ? this
                    : new Restoring(began, target, movedAt, now, news, failed);
        }

        @Override
        public Instant deadline(FailoverConfig config) {
            return movedAt.plus(config.standstill());
        }

        @Override
        public Choosing late(Instant now) {
            return without(began, failed, target.mark(), now);
        }
    }

    static Choosing begin(Instant now) {
        return begin(now, Wish.SOONEST);
    }

    static Choosing begin(Instant now, Wish wish) {
        return new Choosing(now, now, Set.of(), wish);
    }

    private static Choosing without(Instant began, Set<String> failed, String what, Instant now) {
        return new Choosing(began, now, with(failed, what), Wish.SOONEST);
    }

    private static Set<String> with(Set<String> failed, String what) {
        Set<String> more = new TreeSet<>(failed);
        more.add(what);
        return more;
    }
}
