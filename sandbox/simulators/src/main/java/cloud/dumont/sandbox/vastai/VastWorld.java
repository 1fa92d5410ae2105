package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.machine.Boxes;
import cloud.dumont.sandbox.machine.MachineHost;
import cloud.dumont.sandbox.meter.Meter;
import cloud.dumont.sandbox.vastai.account.Accounts;
import cloud.dumont.sandbox.vastai.api.Desk;
import cloud.dumont.sandbox.vastai.api.VastApi;
import cloud.dumont.sandbox.vastai.contract.AddressBook;
import cloud.dumont.sandbox.vastai.contract.BootTimes;
import cloud.dumont.sandbox.vastai.contract.ClientCommands;
import cloud.dumont.sandbox.vastai.contract.Contracts;
import cloud.dumont.sandbox.vastai.contract.Hardships;
import cloud.dumont.sandbox.vastai.contract.Lifecycle;
import cloud.dumont.sandbox.vastai.contract.VendorMoves;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.vastai.market.Market;
import cloud.dumont.sandbox.vastai.market.MarketTide;
import cloud.dumont.sandbox.wire.StateFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The whole vendor behind one lock. Each locked step first lets everything happen that is due, then does its work, then
 * saves what changed before anybody can see an answer.
 */
final class VastWorld {
    static final String VENDOR = "vastai";
    private static final Duration SAVE_AT_LEAST_EVERY = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final StateFile<VastState> file;
    private final Meter meter = new Meter();
    private final Accounts accounts = new Accounts();
    private final Faults faults;
    private final Contracts contracts;
    private final Market market;
    private final MarketTide tide;
    private final AddressBook addresses = new AddressBook();
    private final Boxes boxes;
    private final Lifecycle life;
    private final VendorMoves moves;
    private final Hardships hardships;
    private final VastApi api;
    private long savedRevision = -1;
    private Instant savedAt;

    VastWorld(VastSimulatorConfig config, MachineHost host, InstantSource clock) {
        this.clock = clock;
        this.file = new StateFile<>(config.stateFile(), VastState.class);
        Instant now = clock.instant();
        VastState saved = file.read().orElseGet(() -> VastState.fresh(now));
        this.savedAt = now;
        this.faults = new Faults(VastFault.kinds(), clock);
        this.contracts = new Contracts(meter, saved.nextContract());
        this.market = new Market(config.seed(), saved.nextOffer(), now);
        this.tide = new MarketTide(market, now);
        this.boxes = new Boxes(VENDOR, host, addresses::forget);
        BootTimes times = new BootTimes(config.seed(), config.bootScale());
        this.life = new Lifecycle(
                contracts,
                boxes,
                faults,
                times,
                addresses,
                clock,
                work -> locked(ignored -> {
                    work.run();
                    return work;
                }));
        ClientCommands commands = new ClientCommands(contracts, boxes, market, life);
        this.moves = new VendorMoves(contracts, boxes, life);
        Desk desk = new Desk(market, contracts, commands, accounts, faults, times, meter);
        this.hardships = new Hardships(contracts, accounts, market, faults, life, desk::credit);
        this.api = new VastApi(desk, config.seed(), config.rateScale());
        remember(saved, now);
        if (accounts.byKey(config.apiKey()).isEmpty()) {
            accounts.add(config.apiKey(), config.creditUsd());
        }
    }

    private void remember(VastState saved, Instant now) {
        market.continueMachines(saved.nextMachine());
        accounts.restore(saved.accounts());
        meter.restore(saved.usages());
        saved.contracts().forEach(contract -> {
            market.hold(contract.rental().facts().machineId(), contract.rental().gpus());
            contracts.restore(contract);
            life.wakeAfterRestart(contract, saved.aliveAt(), now);
        });
    }

    <T> T locked(Function<Instant, T> work) {
        lock.lock();
        try {
            Instant now = clock.instant();
            pass(now);
            T result = work.apply(now);
            save(now);
            return result;
        } finally {
            lock.unlock();
        }
    }

    private void pass(Instant now) {
        tide.rise(now);
        hardships.befall(now);
        life.tick(now);
    }

    private void save(Instant now) {
        long revision = contracts.revision() + accounts.revision();
        boolean aged = !now.isBefore(savedAt.plus(SAVE_AT_LEAST_EVERY)) && contracts.anyRuns();
        if (revision != savedRevision || aged) {
            file.write(new VastState(
                    VastState.VERSION,
                    now,
                    market.nextOfferId(),
                    contracts.nextId(),
                    market.nextMachineId(),
                    accounts.all(),
                    contracts.all(),
                    meter.snapshot()));
            savedRevision = revision;
            savedAt = now;
        }
    }

    VastApi api() {
        return api;
    }

    Market market() {
        return market;
    }

    Faults faults() {
        return faults;
    }

    Meter meter() {
        return meter;
    }

    Accounts accounts() {
        return accounts;
    }

    Contracts contracts() {
        return contracts;
    }

    VendorMoves moves() {
        return moves;
    }

    Boxes boxes() {
        return boxes;
    }

    void close() {
        boxes.close();
        addresses.close();
    }
}
