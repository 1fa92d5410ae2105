package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.standby.RecoveryTimes;
import cloud.dumont.instances.standby.StandbyPolicy;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.HourlyPrice;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/** What each policy would come to, for who is to choose one. */
@Component
class StandbyQuotes {
    private final Standbys standbys;
    private final RecoveryTimes recoveries;
    private final InstantSource clock;

    StandbyQuotes(Standbys standbys, RecoveryTimes recoveries, InstantSource clock) {
        this.standbys = standbys;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    /** @param wish whose size and kind are meant; empty where there is no cloud of standbys */
    List<StandbyQuote> of(StandbyPolicy wish, int diskGb) {
        return standbys.exist()
                ? Arrays.stream(StandbyPolicy.Kind.values())
                        .map(kind -> quote(kind, wish, diskGb))
                        .toList()
                : List.of();
    }

    private StandbyQuote quote(StandbyPolicy.Kind kind, StandbyPolicy wish, int diskGb) {
        return switch (kind) {
            case OFF -> new StandbyQuote(kind.word(), null, null, null);
            case COLD ->
                new StandbyQuote(
                        kind.word(),
                        HourlyPrice.ZERO,
                        standbys.quote(
                                        new StandbyPolicy(
                                                kind, wish.zone(), wish.machineType(), wish.spot(), wish.drillDays()),
                                        diskGb)
                                .map(Quote::price)
                                .orElse(null),
                        recoveries.ofStandbys(clock.instant()).orElse(null));
        };
    }
}
