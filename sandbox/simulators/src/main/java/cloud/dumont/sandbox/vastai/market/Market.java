package cloud.dumont.sandbox.vastai.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What is for rent. Every change of who has a machine's GPUs withdraws its offers and lists what is left under new ids.
 * With one seed and the same calls the market is always the same. Not safe for threads: its owner locks.
 */
public final class Market {
    private static final int FIRST_SIZE = 150;
    private static final List<Integer> SLICES = List.of(1, 2, 4, 8);

    final SplittableRandom random;
    private final Map<Integer, Hardware> machines = new LinkedHashMap<>();
    private final Map<Long, Integer> offers = new LinkedHashMap<>();
    private long nextOffer;
    private int nextMachine = 7001;

    public Market(long seed, long nextOffer, Instant now) {
        random = new SplittableRandom(seed);
        this.nextOffer = nextOffer;
        GpuCatalogue.MODELS.forEach(model -> list(model, now));
        while (offers.size() < FIRST_SIZE) {
            list(GpuCatalogue.draw(random), now);
        }
    }

    Hardware list(GpuModel model, Instant now) {
        HardwareFacts facts = HardwareMint.make(nextMachine++, model, HardwareMint.count(model, random), now, random);
        return add(new Hardware(facts, 820_000 + random.nextInt(420_000)));
    }

    Hardware add(Hardware hardware) {
        machines.put(hardware.facts.machineId(), hardware);
        relist(hardware);
        return hardware;
    }

    void relist(Hardware hardware) {
        hardware.offers.forEach(offers::remove);
        hardware.offers.clear();
        for (int slice : SLICES) {
            if (slice <= hardware.free()) {
                hardware.offers.add(nextOffer);
                offers.put(nextOffer++, hardware.facts.machineId());
            }
        }
    }

    void withdraw(Hardware hardware) {
        hardware.offers.forEach(offers::remove);
        machines.remove(hardware.facts.machineId());
    }

    int takeMachineId() {
        return nextMachine++;
    }

    List<Hardware> machines() {
        return new ArrayList<>(machines.values());
    }

    public List<Offer> offers() {
        return machines.values().stream()
                .flatMap(hardware -> hardware.offers.stream().map(id -> offer(hardware, id)))
                .toList();
    }

    int size() {
        return offers.size();
    }

    public Optional<Offer> find(long id) {
        return Optional.ofNullable(offers.get(id)).map(machines::get).map(hardware -> offer(hardware, id));
    }

    private Offer offer(Hardware hardware, long id) {
        int slice = SLICES.get(hardware.offers.indexOf(id));
        return new Offer(id, hardware.facts, slice, hardware.price(slice), hardware.minBid(slice));
    }

    /** Rents the offer to one of the vendor's customers: its id dies, what is left of the machine gets new ids. */
    public void rent(Offer offer) {
        hold(offer.facts().machineId(), offer.gpus());
    }

    /** Books GPUs of a machine for a contract that exists; unknown machines are ignored. */
    public void hold(int machineId, int gpus) {
        Hardware hardware = machines.get(machineId);
        if (hardware != null) {
            hardware.contracted += gpus;
            hardware.strangers = Math.min(hardware.strangers, Math.max(0, hardware.facts.gpus() - hardware.contracted));
            relist(hardware);
        }
    }

    /** A contract ended: its GPUs are for rent again. */
    public void giveBack(int machineId, int gpus) {
        Hardware hardware = machines.get(machineId);
        if (hardware != null) {
            hardware.contracted = Math.max(0, hardware.contracted - gpus);
            relist(hardware);
        }
    }

    /** The offer is taken by somebody else, with every other offer of that machine that needs the same GPUs. */
    public void loseToStranger(Offer offer) {
        Hardware hardware = machines.get(offer.facts().machineId());
        if (hardware != null) {
            hardware.strangers += offer.gpus();
            relist(hardware);
        }
    }

    /** What this slice of the machine costs on demand now; empty when the machine is no longer listed. */
    public Optional<BigDecimal> priceNow(int machineId, int gpus) {
        return Optional.ofNullable(machines.get(machineId)).map(hardware -> hardware.price(gpus));
    }

    /** Model names on the market, sorted. */
    public List<String> gpuNames() {
        TreeSet<String> names = new TreeSet<>();
        machines.values().forEach(hardware -> names.add(hardware.facts.model().name()));
        return List.copyOf(names);
    }

    /** Numbers of machines that were listed before are not given again. */
    public void continueMachines(int next) {
        nextMachine = Math.max(nextMachine, next);
    }

    public int nextMachineId() {
        return nextMachine;
    }

    public long nextOfferId() {
        return nextOffer;
    }
}
