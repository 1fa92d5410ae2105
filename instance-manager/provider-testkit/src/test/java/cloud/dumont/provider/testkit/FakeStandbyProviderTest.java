package cloud.dumont.provider.testkit;

import cloud.dumont.provider.ProviderException.OutOfCapacity;
import cloud.dumont.provider.ProviderException.Refused;
import cloud.dumont.provider.ProviderException.Unreachable;
import cloud.dumont.provider.StandbyOrder;
import cloud.dumont.provider.StandbyProvider;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class FakeStandbyProviderTest implements StandbyProviderContract {
    private static final String ZONE = "us-central1-a";
    private Harness harness;

    @BeforeEach
    void open() {
        harness = new Harness();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Override
    public StandbyProviderHarness harness() {
        return harness;
    }

    private static final class Harness implements StandbyProviderHarness {
        private final FakeStandbyProvider cloud = new FakeStandbyProvider(InstantSource.system());
        private final SshGreeting greeting = new SshGreeting();

        Harness() {
            greeting.open();
            cloud.answersAt(greeting.endpoint());
        }

        @Override
        public StandbyProvider provider() {
            return cloud;
        }

        @Override
        public StandbyOrder order(String label, boolean spot) {
            return new StandbyOrder(
                    UUID.randomUUID(),
                    label,
                    ZONE,
                    "e2-standard-4",
                    spot,
                    50,
                    "#!/bin/sh\n# " + GpuProviderContract.SECRET);
        }

        @Override
        public Set<String> existing() {
            return cloud.existing();
        }

        @Override
        public String startScript(String vendorRef) {
            return cloud.orderOf(vendorRef).startScript();
        }

        @Override
        public void sellOut() {
            cloud.sellOut(ZONE);
        }

        @Override
        public void restock() {
            cloud.restock(ZONE);
        }

        @Override
        public void exhaustQuota() {
            cloud.exhaustQuota();
        }

        @Override
        public void loseNextAnswer() {
            cloud.loseNextAnswer();
        }

        @Override
        public void throttleNext() {
            cloud.throttleNext();
        }

        @Override
        public void failNextSilently() {
            cloud.failNext(new OutOfCapacity("no room"));
        }

        @Override
        public void failPage() {
            cloud.failNext(new Unreachable("the second page did not come", null));
        }

        @Override
        public void strangeWords() {
            cloud.strangeWords();
        }

        @Override
        public void preempt(String vendorRef) {
            cloud.preempt(vendorRef);
        }

        @Override
        public void revokeKey() {
            cloud.failAlways(new Refused(Refused.Reason.UNAUTHORIZED, "the credentials are refused"));
        }

        @Override
        public void cutLine() {
            cloud.failAlways(new Unreachable("nobody answers", null));
        }

        @Override
        public void close() {
            greeting.close();
        }
    }
}
