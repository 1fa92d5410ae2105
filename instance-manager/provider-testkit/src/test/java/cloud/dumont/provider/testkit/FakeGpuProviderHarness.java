package cloud.dumont.provider.testkit;

import cloud.dumont.provider.LaunchOrder;
import cloud.dumont.provider.Offer;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.RentedBox.Status;
import cloud.dumont.provider.testkit.VendorCall.Operation;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class FakeGpuProviderHarness implements GpuProviderHarness {
    private final FakeGpuProvider fake = new FakeGpuProvider("fake", InstantSource.system());

    FakeGpuProviderHarness() {
        for (int i = 1; i <= 6; i++) {
            fake.sell(SampleOffers.of("fake", "offer-" + i, SampleOffers.RTX_4090, "0.3" + i));
        }
    }

    @Override
    public FakeGpuProvider provider() {
        return fake;
    }

    @Override
    public LaunchOrder order(Offer offer, String label) {
        return new LaunchOrder(
                offer.ref(),
                label,
                "image",
                GpuProviderContract.DISK_GB,
                Map.of("DUMONT_TOKEN", GpuProviderContract.SECRET),
                "echo up",
                List.of(22));
    }

    @Override
    public Set<String> existing() {
        return fake.existing();
    }

    @Override
    public void letRun(String vendorRef) {
        fake.advance(vendorRef, Status.RUNNING);
    }

    @Override
    public Delivered delivered(String vendorRef) {
        LaunchOrder order = fake.orderOf(vendorRef);
        return new Delivered(order.environment(), order.startScript());
    }

    @Override
    public void sellOut(Offer offer) {
        fake.sellOut(offer.ref());
    }

    @Override
    public void failAfterCreate() {
        fake.loseAnswerOfNext(Operation.LAUNCH);
    }

    @Override
    public void throttleNext() {
        fake.throttleNext(Operation.LAUNCH, null);
    }

    @Override
    public void halfLaunch() {
        fake.halfLaunchNext();
    }

    @Override
    public void hideFromReads(int n) {
        fake.hideFromReads(n);
    }

    @Override
    public void failPage() {
        fake.failNext(Operation.LIST, () -> new ProviderException.Unreachable("page 2 is broken", null));
    }

    @Override
    public void priceDrift() {
        fake.priceDrift(new BigDecimal("1.15"));
    }

    @Override
    public void foreignBoxes(int n) {
        for (int i = 0; i < n; i++) {
            fake.foreignBox("");
        }
    }

    @Override
    public void strangeWords() {
        fake.existing().forEach(ref -> fake.advance(ref, Status.UNKNOWN));
    }

    @Override
    public void revokeKey() {
        for (Operation operation : Operation.values()) {
            fake.refuseNext(operation, Refused.Reason.UNAUTHORIZED);
        }
    }

    @Override
    public void emptyAccount() {
        fake.refuseNext(Operation.LAUNCH, Refused.Reason.NO_FUNDS);
    }

    @Override
    public void cutLine() {
        fake.unreachable(true);
    }

    @Override
    public boolean sellsSpot() {
        return false;
    }

    @Override
    public boolean leavesHalfLaunches() {
        return true;
    }

    @Override
    public boolean readsLag() {
        return true;
    }

    @Override
    public void close() {
        fake.close();
    }
}
