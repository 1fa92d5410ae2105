package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.machine.Boxes;
import cloud.dumont.sandbox.vastai.contract.BootTimes.Step;
import cloud.dumont.sandbox.vastai.market.Market;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the account's owner may do with instances. Each is one step under the vendor's lock; the rest follows by itself. */
public final class ClientCommands {
    private final Contracts contracts;
    private final Boxes boxes;
    private final Market market;
    private final Lifecycle life;

    public ClientCommands(Contracts contracts, Boxes boxes, Market market, Lifecycle life) {
        this.contracts = contracts;
        this.boxes = boxes;
        this.market = market;
        this.life = life;
    }

    /** A contract that starts by itself, unless its bid does not win: then it waits in vain. */
    public Contract create(Draft draft, @Nullable Duration hiddenFor, Instant now) {
        Contract contract = sign(draft, hiddenFor, now, Situation.ordered(now));
        Situation first = contract.bidWins()
                ? Situation.ordered(now.plus(life.timeOf(Step.REACH, contract)))
                : contract.situation().scheduling(null);
        Contract placed = contract.with(first);
        contracts.put(placed, now);
        return placed;
    }

    /** A contract that was refused and nevertheless exists, stopped, its disk billed. */
    public Contract createRefused(Draft draft, Instant now) {
        Contract contract = sign(draft, null, now, Situation.refused("bid is too low"));
        contracts.put(contract, now);
        return contract;
    }

    private Contract sign(Draft draft, @Nullable Duration hiddenFor, Instant now, Situation situation) {
        return new Contract(
                contracts.takeId(),
                draft.account(),
                draft.rental(),
                draft.label(),
                draft.bid(),
                draft.minBid(),
                draft.keys(),
                hiddenFor == null ? null : now.plus(hiddenFor),
                situation);
    }

    public void stop(Contract contract, Instant now) {
        Situation situation = contract.situation();
        if (contract.phase().mayHaveBox()) {
            boxes.stop(contract.ref());
        }
        Situation next = contract.phase() == Phase.UP
                ? situation.stopping(now.plus(life.timeOf(Step.STOP, contract)))
                : situation.stopped(null);
        contracts.put(contract.with(next), now);
    }

    /** Does nothing to an instance that runs or starts already. */
    public void start(Contract contract, Instant now) {
        switch (contract.phase()) {
            case STOPPING, STOPPED, START_FAILED, PULL_STUCK -> life.schedule(contract, now);
            case UNREACHED, CREATED, PULLING, LAUNCHING, UP, SCHEDULING, REBOOTING, RECYCLING, OFFLINE -> {}
        }
    }

    /** Accepted, but the GPUs never become free. */
    public void startInVain(Contract contract, Instant now) {
        contracts.put(contract.with(contract.situation().scheduling(null)), now);
    }

    public void reboot(Contract contract, Instant now) {
        if (contract.phase() == Phase.UP) {
            boxes.stop(contract.ref());
            again(contract, Phase.REBOOTING, now);
        }
    }

    /** The container is made anew: its file system is lost. */
    public void recycle(Contract contract, Instant now) {
        if (contract.phase() == Phase.UP) {
            boxes.destroy(contract.ref());
            again(contract, Phase.RECYCLING, now);
        }
    }

    private void again(Contract contract, Phase phase, Instant now) {
        Instant due = now.plus(life.timeOf(Step.REBOOT, contract));
        contracts.put(contract.with(contract.situation().step(phase, due, null)), now);
    }

    public void label(Contract contract, String label, Instant now) {
        contracts.put(contract.labelled(label), now);
    }

    /** A better bid starts an instance that was outbid or waits for lack of one. */
    public void bid(Contract contract, BigDecimal bid, Instant now) {
        Contract bidding = contract.bidding(bid, contract.minBid());
        contracts.put(bidding, now);
        boolean waits =
                contract.phase() == Phase.SCHEDULING || contract.situation().rivalUntil() != null;
        if (waits && bidding.bidWins()) {
            life.schedule(bidding, now);
        }
    }

    public void keys(Contract contract, List<SshKey> keys, Instant now) {
        contracts.put(contract.withKeys(keys), now);
    }

    public void destroy(Contract contract, Instant now) {
        boxes.destroy(contract.ref());
        market.giveBack(contract.rental().facts().machineId(), contract.rental().gpus());
        contracts.remove(contract, now);
    }
}
