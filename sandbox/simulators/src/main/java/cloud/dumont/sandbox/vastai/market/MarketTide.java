package cloud.dumont.sandbox.vastai.market;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Moves the market: prices walk, strangers rent and leave, machines come and go. One wave every {@link #WAVE}; waves that
 * were missed are caught up, at most an hour of them.
 */
public final class MarketTide {
    static final Duration WAVE = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 360;
    private static final int LOW_WATER = 130;
    private static final int HIGH_WATER = 170;
    private static final int CHEAPEST = 600_000;
    private static final int DEAREST = 1_600_000;

    private final Market market;
    private Instant lastWave;

    public MarketTide(Market market, Instant now) {
        this.market = market;
        this.lastWave = now;
    }

    public void rise(Instant now) {
        long due = Math.max(0, Duration.between(lastWave, now).dividedBy(WAVE));
        for (long i = 0; i < Math.min(due, MOST_AT_ONCE); i++) {
            wave(now);
        }
        lastWave = lastWave.plus(WAVE.multipliedBy(due));
    }

    private void wave(Instant now) {
        List<Hardware> machines = market.machines();
        for (int i = 0; i < 4; i++) {
            walkPrice(machines.get(market.random.nextInt(machines.size())));
        }
        Hardware changed = machines.get(market.random.nextInt(machines.size()));
        if (market.random.nextInt(3) == 0) {
            changeHands(changed);
        }
        keepLevel(now, changed);
    }

    /** A step of up to 2 %, drawn back towards the model's usual price. */
    private void walkPrice(Hardware hardware) {
        int step = market.random.nextInt(-20, 21) + (1_000_000 - hardware.pricePpm) / 100_000;
        int moved = hardware.pricePpm + hardware.pricePpm / 1000 * step;
        hardware.pricePpm = Math.clamp(moved, CHEAPEST, DEAREST);
    }

    private void changeHands(Hardware hardware) {
        boolean arrives = hardware.strangers == 0 || market.random.nextBoolean();
        if (arrives && hardware.free() > 0) {
            hardware.strangers += 1 + market.random.nextInt(hardware.free());
            market.relist(hardware);
        } else if (hardware.strangers > 0) {
            hardware.strangers = market.random.nextInt(hardware.strangers);
            market.relist(hardware);
        }
    }

    private void keepLevel(Instant now, Hardware candidate) {
        int size = market.size();
        if (size < LOW_WATER || (size < HIGH_WATER && market.random.nextInt(30) == 0)) {
            market.list(GpuCatalogue.draw(market.random), now);
        } else if (candidate.contracted == 0 && (size > HIGH_WATER || market.random.nextInt(35) == 0)) {
            market.withdraw(candidate);
        }
    }
}
