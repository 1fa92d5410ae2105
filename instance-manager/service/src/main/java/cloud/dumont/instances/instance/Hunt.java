package cloud.dumont.instances.instance;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endeavour to get a GPU box: of a machine that has none, of one that is on a standby meanwhile, or of one whose box was given up.
 * Which of them it is decides only where the machine stands after each step.
 */
public sealed interface Hunt {
    /** A state in which offers may be tried. */
    sealed interface Buyer permits InstanceState.Launching, InstanceState.OnStandby, InstanceState.FailingOver {}

    /** A state in which a rented box may have to show what it is. */
    sealed interface Starter permits InstanceState.Booting, InstanceState.OnStandby, InstanceState.FailingOver {}

    /** Why the box is wanted. */
    enum Purpose {
        /** the machine has none: money is set aside for it, and it serves as soon as it is found good */
        NEW,
        /** the machine serves meanwhile, under its own epoch: nothing is paid for the box before the machine is on it */
        RETURN,
        /** the machine's box was given up: nothing is paid before its files are there */
        FAILOVER
    }

    LaunchCycle cycle();

    Purpose purpose();

    /** Offers are tried. @param placement for which; null before the first one */
    record Buying(Buyer of, LaunchCycle cycle, @Nullable PlacementId placement) implements Hunt {
        public InstanceState again(Reason why, LaunchCycle next) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.launch(why, next);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Buying(looks(standby), next, placement), standby.reason());
                case InstanceState.FailingOver moving ->
                    moving.go(buying(moving).with(next, placement), why);
            };
        }

        public InstanceState into(PlacementId place, Reason why, LaunchCycle next) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.into(place, why, next);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Buying(looks(standby), next, place), why);
                case InstanceState.FailingOver moving ->
                    moving.go(buying(moving).with(next, place), why);
            };
        }

        public InstanceState rented(PlacementId place, Reason why) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.rented(place, why);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Starting(looks(standby), cycle, place), why);
                case InstanceState.FailingOver moving ->
                    moving.go(buying(moving).rented(place), why);
            };
        }

        public InstanceState giveUp(Reason why) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.giveUp(why);
                case InstanceState.OnStandby standby ->
                    standby.go(
                            standby.journey().back(why.since()),
                            ReasonCode.ON_STANDBY.reason(why.since(), why.actor()));
                case InstanceState.FailingOver moving ->
                    moving.go(moving.journey().late(why.since()), why);
            };
        }

        @Override
        public Purpose purpose() {
            return switch (of) {
                case InstanceState.Launching launching -> Purpose.NEW;
                case InstanceState.OnStandby standby -> Purpose.RETURN;
                case InstanceState.FailingOver moving -> Purpose.FAILOVER;
            };
        }

        private static Journey.Buying buying(InstanceState.FailingOver moving) {
            return (Journey.Buying) moving.journey();
        }
    }

    /** A box is rented, and has to show what it is. */
    record Starting(Starter of, LaunchCycle cycle, PlacementId placement) implements Hunt {
        public InstanceState explain(Reason why) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.explain(why);
                case InstanceState.OnStandby standby -> standby.go(standby.journey(), why);
                case InstanceState.FailingOver moving -> moving.go(moving.journey(), why);
            };
        }

        public InstanceState held(Instant now) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.held(now);
                case InstanceState.OnStandby standby -> standby;
                case InstanceState.FailingOver moving -> moving;
            };
        }

        /** Another offer is tried; a machine whose box was given up does not wait for that, but goes to a standby. */
        public InstanceState refuse(Reason why, LaunchCycle next) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.refuse(why, next);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Buying(looks(standby), next, null), why);
                case InstanceState.FailingOver moving ->
                    moving.go(moving.journey().late(why.since()), why);
            };
        }

        /** @param serving as whom the box serves, if it is the machine's at once */
        public InstanceState pass(Reason why, Epoch epoch, Serving serving) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.pass(why, serving);
                case InstanceState.OnStandby standby ->
                    standby.go(((ReturnJourney.Starting) standby.journey()).passed(epoch, why.since()), why);
                case InstanceState.FailingOver moving -> {
                    Target target = new Target(
                            Target.Kind.GPU, placement, epoch, serving.region().code());
                    yield moving.go(((Journey.Starting) moving.journey()).passed(target, why.since()), why);
                }
            };
        }

        @Override
        public Purpose purpose() {
            return switch (of) {
                case InstanceState.Booting booting -> Purpose.NEW;
                case InstanceState.OnStandby standby -> Purpose.RETURN;
                case InstanceState.FailingOver moving -> Purpose.FAILOVER;
            };
        }
    }

    default boolean isNew() {
        return purpose() == Purpose.NEW;
    }

    static Optional<Buying> buying(InstanceState state) {
        return switch (state) {
            case InstanceState.Launching launching ->
                Optional.of(new Buying(launching, launching.cycle(), launching.placement()));
            case InstanceState.OnStandby standby
            when standby.journey() instanceof ReturnJourney.Buying buying ->
                Optional.of(new Buying(standby, buying.cycle(), buying.placement()));
            case InstanceState.FailingOver moving
            when moving.journey() instanceof Journey.Buying buying ->
                Optional.of(new Buying(moving, buying.cycle(), buying.placement()));
            default -> Optional.empty();
        };
    }

    static Optional<Starting> starting(InstanceState state) {
        return switch (state) {
            case InstanceState.Booting booting ->
                Optional.of(new Starting(booting, booting.cycle(), booting.placement()));
            case InstanceState.OnStandby standby
            when standby.journey() instanceof ReturnJourney.Starting starting ->
                Optional.of(new Starting(standby, starting.cycle(), starting.placement()));
            case InstanceState.FailingOver moving
            when moving.journey() instanceof Journey.Starting starting ->
                Optional.of(new Starting(moving, starting.cycle(), starting.placement()));
            default -> Optional.empty();
        };
    }

    private static int looks(InstanceState.OnStandby standby) {
        return standby.journey().looks();
    }
}
