package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.meter.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All instances of the vendor. Whatever is put here is priced on the meter at the same moment. Its owner locks. */
public final class Contracts {
    private final Map<Long, Contract> byId = new TreeMap<>();
    private final Meter meter;
    private long nextId;
    private long revision;

    public Contracts(Meter meter, long nextId) {
        this.meter = meter;
        this.nextId = nextId;
    }

    long takeId() {
        return nextId++;
    }

    public void put(Contract contract, Instant now) {
        byId.put(contract.id(), contract);
        BigDecimal gpu = contract.phase().gpuBilled() ? contract.price() : BigDecimal.ZERO;
        BigDecimal disk = contract.phase().diskBilled() ? contract.diskPrice() : BigDecimal.ZERO;
        meter.price(contract.ref(), Long.toString(contract.account()), contract.labelText(), gpu, disk, now);
        revision++;
    }

    void remove(Contract contract, Instant now) {
        byId.remove(contract.id());
        meter.end(contract.ref(), now);
        revision++;
    }

    /** Brings one back as it was; the meter has its own memory. */
    public void restore(Contract contract) {
        byId.put(contract.id(), contract);
    }

    public Optional<Contract> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Contract> find(String ref) {
        return byId.values().stream()
                .filter(contract -> contract.ref().equals(ref))
                .findFirst();
    }

    public List<Contract> all() {
        return List.copyOf(byId.values());
    }

    public List<Contract> of(long account) {
        return byId.values().stream()
                .filter(contract -> contract.account() == account)
                .toList();
    }

    public boolean anyRuns() {
        return byId.values().stream().anyMatch(contract -> contract.phase().gpuBilled());
    }

    public long nextId() {
        return nextId;
    }

    /** Grows with every change. */
    public long revision() {
        return revision;
    }
}
