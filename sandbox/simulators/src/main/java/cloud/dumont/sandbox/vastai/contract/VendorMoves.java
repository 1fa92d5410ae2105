package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.machine.Boxes;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What the vendor, or fate, does to instances when told so. An unknown ref is a {@link NoSuchElementException}. */
public final class VendorMoves {
    private final Contracts contracts;
    private final Boxes boxes;
    private final Lifecycle life;

    public VendorMoves(Contracts contracts, Boxes boxes, Lifecycle life) {
        this.contracts = contracts;
        this.boxes = boxes;
        this.life = life;
    }

    /** Power cut; the vendor says {@code running} until it notices, for ever if the time is negative. */
    public void vanish(String ref, long noticedAfterSeconds, Instant now) {
        Contract contract = require(ref);
        boxes.kill(ref);
        Instant notice = noticedAfterSeconds < 0 ? null : now.plusSeconds(noticedAfterSeconds);
        contracts.put(contract.with(contract.situation().noticedAt(notice)), now);
    }

    public void stop(String ref, Instant now) {
        life.stopByVendor(require(ref), now);
    }

    /** The instance of a bid loses its GPUs; one on demand is stopped as {@link #stop} does. */
    public void outbid(String ref, Instant now) {
        Contract contract = require(ref);
        if (contract.bid() == null) {
            life.stopByVendor(contract, now);
        } else {
            life.outbid(contract, life.rivalStays(), now);
        }
    }

    /** The host is gone and the vendor says so at once. */
    public void offline(String ref, Optional<Duration> backAfter, Instant now) {
        life.offline(require(ref), backAfter, now);
    }

    private Contract require(String ref) {
        return contracts.find(ref).orElseThrow(() -> new NoSuchElementException("no machine " + ref + " here"));
    }
}
