package cloud.dumont.instances.instance;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.PlacementId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endeavour to get a GPU box: of a machine that has none, or of one that is on a standby meanwhile. Which of the two it is
 * decides only where the machine stands after each step.
 */
public sealed interface Hunt {
    LaunchCycle cycle();

    /** Offers are tried. @param placement for which; null before the first one */
    record Buying(
            InstanceState of, LaunchCycle cycle, @Nullable PlacementId placement) implements Hunt {
        public InstanceState again(Reason why, LaunchCycle next) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.launch(why, next);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Buying(looks(standby), next, placement), standby.reason());
                default -> throw impossible(of);
            };
        }

        public InstanceState into(PlacementId place, Reason why, LaunchCycle next) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.into(place, why, next);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Buying(looks(standby), next, place), why);
                default -> throw impossible(of);
            };
        }

        public InstanceState rented(PlacementId place, Reason why) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.rented(place, why);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Starting(looks(standby), cycle, place), why);
                default -> throw impossible(of);
            };
        }

        public InstanceState giveUp(Reason why) {
            return switch (of) {
                case InstanceState.Launching launching -> launching.giveUp(why);
                case InstanceState.OnStandby standby ->
                    standby.go(
                            standby.journey().back(why.since()),
                            ReasonCode.ON_STANDBY.reason(why.since(), why.actor()));
                default -> throw impossible(of);
            };
        }
    }

    /** A box is rented, and has to show what it is. */
    record Starting(InstanceState of, LaunchCycle cycle, PlacementId placement) implements Hunt {
        public InstanceState explain(Reason why) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.explain(why);
                case InstanceState.OnStandby standby -> standby.go(standby.journey(), why);
                default -> throw impossible(of);
            };
        }

        public InstanceState held(Instant now) {
            return of instanceof InstanceState.Booting booting ? booting.held(now) : of;
        }

        public InstanceState refuse(Reason why, LaunchCycle next) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.refuse(why, next);
                case InstanceState.OnStandby standby ->
                    standby.go(new ReturnJourney.Buying(looks(standby), next, null), why);
                default -> throw impossible(of);
            };
        }

        /** @param serving as whom the box serves, if it is the machine's at once */
        public InstanceState pass(Reason why, Epoch epoch, Serving serving) {
            return switch (of) {
                case InstanceState.Booting booting -> booting.pass(why, serving);
                case InstanceState.OnStandby standby
                when standby.journey() instanceof ReturnJourney.Starting starting ->
                    standby.go(starting.passed(epoch, why.since()), why);
                default -> throw impossible(of);
            };
        }
    }

    InstanceState of();

    /** Whether the machine serves meanwhile: nothing is paid for the box before the machine is on it. */
    default boolean isReturn() {
        return of() instanceof InstanceState.OnStandby;
    }

    static Optional<Buying> buying(InstanceState state) {
        return switch (state) {
            case InstanceState.Launching launching ->
                Optional.of(new Buying(launching, launching.cycle(), launching.placement()));
            case InstanceState.OnStandby standby
            when standby.journey() instanceof ReturnJourney.Buying buying ->
                Optional.of(new Buying(standby, buying.cycle(), buying.placement()));
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
            default -> Optional.empty();
        };
    }

    private static int looks(InstanceState.OnStandby standby) {
        return standby.journey().looks();
    }

    private static IllegalStateException impossible(InstanceState state) {
        return new IllegalStateException("a machine that is " + state.status().word() + " looks for no box");
    }
}
