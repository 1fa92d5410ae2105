package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.machine.Boxes;
import cloud.dumont.sandbox.machine.Machine;
import cloud.dumont.sandbox.vastai.contract.BootTimes.Step;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Moves instances along: whatever is due at the given moment happens. Runs under the vendor's lock; what the host answers
 * comes back through {@code locked}.
 */
public final class Lifecycle {
    private static final double SLOW_SSH = 45;
    private static final double RIVAL_STAYS = 600;
    private static final double HOST_AWAY = 300;
    private static final BigDecimal FIFTH_MORE = new BigDecimal("1.2");

    private final Contracts contracts;
    private final Boxes boxes;
    private final Faults faults;
    private final BootTimes times;
    private final AddressBook addresses;
    private final InstantSource clock;
    private final Executor locked;

    public Lifecycle(
            Contracts contracts,
            Boxes boxes,
            Faults faults,
            BootTimes times,
            AddressBook addresses,
            InstantSource clock,
            Executor locked) {
        this.contracts = contracts;
        this.boxes = boxes;
        this.faults = faults;
        this.times = times;
        this.addresses = addresses;
        this.clock = clock;
        this.locked = locked;
    }

    /**
     * The vendor went down with its hosts: what ran is found exited, what was still being prepared goes on, and GPUs are
     * billed only up to the last moment at which the vendor is known to have run.
     */
    public void wakeAfterRestart(Contract contract, Instant aliveAt, Instant now) {
        if (contract.rental().foreign() || !contract.phase().mayHaveBox()) {
            return;
        }
        contracts.put(contract.with(contract.situation().stopped("container exited")), aliveAt);
        boxes.kill(contract.ref());
    }

    public void tick(Instant now) {
        for (Contract contract : contracts.all()) {
            if (!contract.rental().foreign()) {
                advance(contract, now);
            }
        }
    }

    private void advance(Contract contract, Instant now) {
        Situation situation = contract.situation();
        switch (situation.phase()) {
            case UNREACHED, CREATED, PULLING, REBOOTING, RECYCLING, OFFLINE -> advanceStart(contract, now);
            case UP -> watch(contract, now);
            case STOPPING -> {
                if (situation.isDue(now)) {
                    contracts.put(contract.with(situation.stopped(null)), now);
                }
            }
            case STOPPED -> resumeIfRivalIsGone(contract, now);
            case SCHEDULING -> {
                if (situation.isDue(now)) {
                    launch(contract, now);
                } else {
                    resumeIfRivalIsGone(contract, now);
                }
            }
            case LAUNCHING, PULL_STUCK, START_FAILED -> {}
        }
    }

    private void resumeIfRivalIsGone(Contract contract, Instant now) {
        BigDecimal bid = contract.bid();
        if (bid != null && contract.situation().rivalIsGone(now)) {
            schedule(contract.bidding(bid, contract.rental().usualMinBid()), now);
        }
    }

    private void advanceStart(Contract contract, Instant now) {
        Situation situation = contract.situation();
        if (!situation.isDue(now)) {
            return;
        }
        if (situation.phase() == Phase.UNREACHED) {
            contracts.put(
                    contract.with(situation.step(Phase.CREATED, now.plus(times.of(Step.CREATE, contract)), null)), now);
        } else if (situation.phase() == Phase.CREATED) {
            pull(contract, now);
        } else {
            launch(contract, now);
        }
    }

    private void pull(Contract contract, Instant now) {
        String image = contract.rental().image();
        if (strikes(VastFault.IMAGE_PULL_STUCK, contract).isPresent()) {
            String error = "Error response from daemon: manifest for " + image + " not found: manifest unknown";
            contracts.put(contract.with(contract.situation().pullStuck(error)), now);
            return;
        }
        Instant due = now.plus(times.of(Step.PULL, contract));
        contracts.put(contract.with(contract.situation().step(Phase.PULLING, due, "pulling " + image)), now);
    }

    private void launch(Contract contract, Instant now) {
        Contract launching = contract.with(contract.situation().launching());
        contracts.put(launching, now);
        int launch = launching.situation().launches();
        Duration ssh = strikes(VastFault.PORT_CLOSED_AFTER_RUNNING, contract)
                .map(fault -> delay(fault, SLOW_SSH))
                .orElseGet(() -> times.of(Step.SSH, contract));
        boolean moves = launch > 1
                && strikes(VastFault.NEW_ADDRESS_AFTER_START, contract).isPresent();
        boxes.start(
                BoxOrder.of(boxes.vendor(), launching, ssh, times.portWish(launching)),
                machine -> locked.execute(() -> started(contract.id(), launch, machine, moves)),
                reason -> locked.execute(() -> failed(contract.id(), launch, reason)));
    }

    private void started(long id, int launch, Machine machine, boolean moves) {
        waiting(id, launch).ifPresent(contract -> {
            Endpoint endpoint = addresses.endpoint(machine, moves);
            String message = "success, running " + contract.rental().image().replace(':', '_') + "/ssh";
            contracts.put(contract.with(contract.situation().up(endpoint, message)), clock.instant());
        });
    }

    private void failed(long id, int launch, String reason) {
        waiting(id, launch).ifPresent(contract -> {
            String error = "Error response from daemon: OCI runtime create failed: " + reason;
            contracts.put(contract.with(contract.situation().startFailed(error)), clock.instant());
        });
    }

    /** The contract if it still waits for exactly this launch; anything else happened meanwhile wins. */
    private Optional<Contract> waiting(long id, int launch) {
        return contracts
                .find(id)
                .filter(contract -> contract.phase() == Phase.LAUNCHING)
                .filter(contract -> contract.situation().launches() == launch);
    }

    private void watch(Contract contract, Instant now) {
        Situation situation = contract.situation();
        if (situation.isNoticed(now)) {
            contracts.put(contract.with(situation.offline(null)), now);
        } else if (!now.isBefore(contract.rental().facts().endDate())) {
            stopByVendor(contract, now);
        } else if (contract.bid() != null) {
            strikes(VastFault.OUTBID, contract).ifPresent(fault -> outbid(contract, delay(fault, RIVAL_STAYS), now));
        }
        if (contracts.find(contract.id()).map(Contract::phase).orElse(Phase.STOPPED) == Phase.UP) {
            strikes(VastFault.HOST_OFFLINE, contract).ifPresent(fault -> offline(contract, backAfter(fault), now));
        }
    }

    private Optional<Fault> strikes(VastFault fault, Contract contract) {
        return faults.strike(fault.kind(), contract.facts());
    }

    private Duration delay(Fault fault, double seconds) {
        String wanted = fault.setting("delay_s", "");
        return wanted.isEmpty() ? times.seconds(seconds) : Duration.ofSeconds(Long.parseLong(wanted));
    }

    private Optional<Duration> backAfter(Fault fault) {
        Duration away = delay(fault, HOST_AWAY);
        return away.isNegative() ? Optional.empty() : Optional.of(away);
    }

    /** The instance wants to run from now on; it starts when it may. */
    void schedule(Contract contract, Instant now) {
        Instant due = contract.bidWins() ? now.plus(times.of(Step.SCHEDULE, contract)) : null;
        contracts.put(contract.with(contract.situation().scheduling(due)), now);
    }

    /** Somebody with a higher bid takes the GPUs; the instance stays, stopped. */
    void outbid(Contract contract, Duration rivalStays, Instant now) {
        boxes.stop(contract.ref());
        BigDecimal bid = contract.bid() == null ? contract.price() : contract.bid();
        Contract losing = contract.bidding(bid, bid.multiply(FIFTH_MORE));
        contracts.put(losing.with(contract.situation().outbid(now.plus(rivalStays))), now);
    }

    void stopByVendor(Contract contract, Instant now) {
        boxes.stop(contract.ref());
        contracts.put(contract.with(contract.situation().stopped("stopped by host")), now);
    }

    void offline(Contract contract, Optional<Duration> backAfter, Instant now) {
        boxes.kill(contract.ref());
        Instant back = backAfter.map(now::plus).orElse(null);
        contracts.put(contract.with(contract.situation().offline(back)), now);
    }

    Duration rivalStays() {
        return times.seconds(RIVAL_STAYS);
    }

    Duration timeOf(Step step, Contract contract) {
        return times.of(step, contract);
    }
}
