package cloud.dumont.provider.testkit;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Launched;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.OfferQuery;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.Rebootable;
import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.RentedBox.Status;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A GPU vendor in memory, with levers for everything that a vendor does to its customers. Signs
 * {@link GpuProviderContract}. Safe for concurrent use.
 *
 * <p>A box starts as {@code PROVISIONING} and waits for {@link #advance}, unless {@link #autoRun} is on. A running box
 * has a real loopback port that greets like sshd until {@link #closeSsh}, {@link #vanish} or another status closes it.
 */
public final class FakeGpuProvider implements GpuProvider, Rebootable, AutoCloseable {
    /** About 0.20 USD per GB and month; what every offer charges for disk, whatever the stocked offer says. */
    public static final HourlyPrice DISK_PER_GB = HourlyPrice.parse("0.000277778");

    private final String vendor;
    private final InstantSource clock;
    private final FakeMarket market = new FakeMarket();
    private final Interruptions interruptions = new Interruptions();
    private final Map<String, FakeBox> boxes = new LinkedHashMap<>();
    private final Map<String, LaunchOrder> orders = new LinkedHashMap<>();
    private final List<MeteredBox> ended = new ArrayList<>();
    private final List<VendorCall> calls = new ArrayList<>();
    private int nextRef = 30_000_001;
    private int halfLaunches;
    private int hiddenReadsOfNext;
    private boolean autoRun;
    private boolean sshAnswers = true;
    private boolean slowDestroy;
    private BigDecimal priceFactor = BigDecimal.ONE;

    public FakeGpuProvider(String vendor, InstantSource clock) {
        this.vendor = vendor;
        this.clock = clock;
    }

    @Override
    public String vendor() {
        return vendor;
    }

    @Override
    public List<Offer> offers(OfferQuery query) {
        enter(Operation.OFFERS, Integer.toString(query.diskGb()));
        synchronized (this) {
            return market.offers(query.diskGb());
        }
    }

    @Override
    public Launched launch(LaunchOrder order) {
        enter(Operation.LAUNCH, order.offerRef());
        String ref;
        synchronized (this) {
            Offer offer = market.take(order.offerRef())
                    .orElseThrow(() -> new ProviderException.OutOfCapacity("offer " + order.offerRef() + " is gone"));
            ref = Integer.toString(nextRef++);
            rent(ref, order, offer);
            if (halfLaunches > 0) {
                halfLaunches--;
                box(ref).become(Status.STOPPED, clock.instant(), false);
                throw new ProviderException.HalfLaunched(ref, "refused, yet contract " + ref + " exists");
            }
        }
        interruptions.leave(Operation.LAUNCH);
        return new Launched(ref);
    }

    @Override
    public List<RentedBox> list() {
        enter(Operation.LIST, "");
        synchronized (this) {
            return boxes.values().stream()
                    .filter(box -> !box.hiddenFromThisRead())
                    .map(FakeBox::view)
                    .toList();
        }
    }

    @Override
    public Optional<RentedBox> find(String vendorRef) {
        enter(Operation.FIND, vendorRef);
        synchronized (this) {
            return Optional.ofNullable(boxes.get(vendorRef))
                    .filter(box -> !box.hiddenFromThisRead())
                    .map(FakeBox::view);
        }
    }

    @Override
    public void destroy(String vendorRef) {
        enter(Operation.DESTROY, vendorRef);
        synchronized (this) {
            FakeBox box = boxes.get(vendorRef);
            if (box != null && slowDestroy) {
                box.become(Status.TERMINATING, clock.instant(), false);
            } else if (box != null) {
                forget(vendorRef);
            }
        }
        interruptions.leave(Operation.DESTROY);
    }

    @Override
    public void reboot(String vendorRef) {
        enter(Operation.REBOOT, vendorRef);
        synchronized (this) {
            FakeBox box = boxes.get(vendorRef);
            if (box == null) {
                throw new ProviderException.InstanceGone(vendorRef);
            }
            box.startedAt = clock.instant();
        }
        interruptions.leave(Operation.REBOOT);
    }

    // Levers: the market

    /** Puts an offer on the market. Its disk cost is replaced by {@link #DISK_PER_GB} times the disk asked for. */
    public synchronized void sell(Offer... offers) {
        for (Offer offer : offers) {
            market.put(offer);
        }
    }

    /** Still listed, yet a launch finds it gone. */
    public synchronized void sellOut(String offerRef) {
        market.sellOut(offerRef);
    }

    /** No longer listed, and a launch finds it gone. */
    public synchronized void withdraw(String offerRef) {
        market.withdraw(offerRef);
    }

    /** Boxes launched from now on cost this many times the offer. */
    public synchronized void priceDrift(BigDecimal factor) {
        priceFactor = factor;
    }

    // Levers: life of a box

    /** Whether boxes launched from now on run at once. */
    public synchronized void autoRun(boolean on) {
        autoRun = on;
    }

    /** Whether boxes that start to run from now on open their ssh port by themselves. */
    public synchronized void sshAnswers(boolean on) {
        sshAnswers = on;
    }

    public synchronized void advance(String ref, Status status) {
        box(ref).become(status, clock.instant(), sshAnswers);
    }

    /** The vendor's words for people, e.g. a docker error. Stays until the next status. */
    public synchronized void say(String ref, String statusText) {
        box(ref).statusText = statusText;
    }

    public synchronized void openSsh(String ref) {
        box(ref).ssh.open();
    }

    public synchronized void closeSsh(String ref) {
        box(ref).ssh.shut();
    }

    /** Power cut: the port is dead while the vendor goes on saying what it said. */
    public synchronized void vanish(String ref) {
        closeSsh(ref);
    }

    /** The vendor deletes the box on its own. */
    public synchronized void remove(String ref) {
        box(ref);
        forget(ref);
    }

    /** From now on a destroyed box is listed as terminating until {@link #remove}. */
    public synchronized void slowDestroy(boolean on) {
        slowDestroy = on;
    }

    /** A box that we did not launch; empty label allowed. */
    public synchronized String foreignBox(String label) {
        String ref = Integer.toString(nextRef++);
        Offer offer = SampleOffers.of(vendor, "foreign-" + ref, SampleOffers.RTX_3090, "0.200");
        rent(ref, new LaunchOrder(offer.ref(), label, "other", 10, Map.of(), "", List.of(22)), offer);
        return ref;
    }

    // Levers: faults

    /** The next launch is refused and leaves a stopped contract behind. */
    public synchronized void halfLaunchNext() {
        halfLaunches++;
    }

    /** The next box launched is missing from its first {@code n} reads, lists and finds counted together. */
    public synchronized void hideFromReads(int n) {
        hiddenReadsOfNext = n;
    }

    /** The next call of this kind is done, and its answer is lost. */
    public void loseAnswerOfNext(Operation operation) {
        interruptions.failAfter(
                operation, () -> new ProviderException.Unreachable("the line was cut before the answer", null));
    }

    /** The next call of this kind is refused before anything happens. */
    public void throttleNext(Operation operation, @Nullable Duration retryAfter) {
        failNext(operation, () -> new ProviderException.Throttled(retryAfter));
    }

    public void refuseNext(Operation operation, ProviderException.Refused.Reason reason) {
        failNext(operation, () -> new ProviderException.Refused(reason, "refused"));
    }

    /** The next call of this kind fails like this, and nothing happens. Several queue up. */
    public void failNext(Operation operation, Supplier<ProviderException> failure) {
        interruptions.failBefore(operation, failure);
    }

    /** Nobody answers, and nothing happens, until switched off. */
    public void unreachable(boolean on) {
        interruptions.unreachable(on);
    }

    /** Calls of this kind wait, before anything happens, until {@link #release}. */
    public void hold(Operation operation) {
        interruptions.hold(operation);
    }

    public void release(Operation operation) {
        interruptions.release(operation);
    }

    // What the vendor knows

    public synchronized List<VendorCall> calls() {
        return List.copyOf(calls);
    }

    public synchronized long calls(Operation operation) {
        return calls.stream().filter(call -> call.operation() == operation).count();
    }

    /** Every box that ever was, the existing ones last. */
    public synchronized List<MeteredBox> meter() {
        List<MeteredBox> meter = new ArrayList<>(ended);
        boxes.values().forEach(box -> meter.add(new MeteredBox(box.ref, box.order.label(), box.cost, box.from, null)));
        return List.copyOf(meter);
    }

    /** Refs of what exists, hidden or not, whatever its state. */
    public synchronized Set<String> existing() {
        return Set.copyOf(boxes.keySet());
    }

    /** What was ordered under this ref, its environment with the one-time token too; also after its end. */
    public synchronized LaunchOrder orderOf(String ref) {
        LaunchOrder order = orders.get(ref);
        if (order == null) {
            throw new IllegalArgumentException("never launched: " + ref);
        }
        return order;
    }

    /** The existing box with this label. */
    public synchronized Optional<String> refOf(String label) {
        return boxes.values().stream()
                .filter(box -> box.order.label().equals(label))
                .map(box -> box.ref)
                .findFirst();
    }

    @Override
    public synchronized void close() {
        boxes.values().forEach(box -> box.ssh.close());
        List.of(Operation.values()).forEach(interruptions::release);
    }

    private void enter(Operation operation, String subject) {
        synchronized (this) {
            calls.add(new VendorCall(operation, subject, clock.instant()));
        }
        interruptions.enter(operation);
    }

    private void rent(String ref, LaunchOrder order, Offer offer) {
        HourlyPrice cost =
                FakeMarket.times(FakeMarket.priced(offer, order.diskGb()).cost(), priceFactor);
        FakeBox box = new FakeBox(ref, order, offer, cost, clock.instant());
        box.hiddenReads = hiddenReadsOfNext;
        hiddenReadsOfNext = 0;
        boxes.put(ref, box);
        orders.put(ref, order);
        if (autoRun) {
            box.become(Status.RUNNING, clock.instant(), sshAnswers);
        }
    }

    private void forget(String ref) {
        FakeBox box = boxes.remove(ref);
        if (box != null) {
            box.ssh.close();
            ended.add(new MeteredBox(ref, box.order.label(), box.cost, box.from, clock.instant()));
        }
    }

    private FakeBox box(String ref) {
        FakeBox box = boxes.get(ref);
        if (box == null) {
            throw new IllegalArgumentException("no box " + ref);
        }
        return box;
    }
}
