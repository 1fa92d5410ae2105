package cloud.dumont.instances.standby;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.pricing.PricingConfig;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.StandbyProvider;
import cloud.dumont.provider.testkit.FakeStandbyProvider;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class StandbysTest {
    private static final StandbyConfig CONFIG = new StandbyConfig(
            List.of("us-central1-a", "us-central1-b"), "e2-standard-4", Map.of(), 40, new BigDecimal("0.10"));
    private final Standbys standbys = standbys(true);

    private static Standbys standbys(boolean cloud) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        if (cloud) {
            beans.addBean("cloud", new FakeStandbyProvider(InstantSource.system()));
        }
        return new Standbys(
                CONFIG,
                new Vendors(beans.getBeanProvider(GpuProvider.class), beans.getBeanProvider(StandbyProvider.class)),
                new Pricing(new PricingConfig(0, BigDecimal.ZERO, BigDecimal.ZERO)));
    }

    private static StandbyPolicy cold(String zone, String type, boolean spot) {
        return new StandbyPolicy(StandbyPolicy.Kind.COLD, zone, type, spot);
    }

    private String machine(String type, boolean spot) {
        return standbys.quote(cold(null, type, spot), 10)
                .map(Quote::gpu)
                .orElseThrow()
                .toString();
    }

    @Test
    void aMachineCostsWhatItsFamilysListSays() {
        assertThat(machine(null, false)).contains("0.134022840");
        assertThat(machine("e2-highmem-2", false)).contains("0.090399660");
        assertThat(machine("n2-standard-8", false)).contains("0.388472000");
        assertThat(machine(null, true)).as("two fifths").contains("0.053609136");
    }

    @Test
    void theDiskCostsItsShareOfAMonthRoundedUp() {
        assertThat(standbys.quote(StandbyPolicy.USUAL, 100).orElseThrow().disk().toString())
                .contains("0.013698631");
        assertThat(standbys.quote(StandbyPolicy.USUAL, 1).orElseThrow().disk())
                .as("no cloud's image fits on less than 10 GB")
                .isEqualTo(standbys.quote(StandbyPolicy.USUAL, 10).orElseThrow().disk());
    }

    @Test
    void theUsersZoneIsTriedFirstAndOnesThatFailedAreLeftOut() {
        assertThat(standbys.places(cold("us-central1-b", null, true), List.of()))
                .containsExactly(
                        new Standbys.Place("us-central1-b", "e2-standard-4", true),
                        new Standbys.Place("us-central1-a", "e2-standard-4", true));
        assertThat(standbys.places(StandbyPolicy.USUAL, List.of("us-central1-a")))
                .extracting(Standbys.Place::zone)
                .containsExactly("us-central1-b");
        assertThat(standbys.places(new StandbyPolicy(StandbyPolicy.Kind.OFF, null, null, false), List.of()))
                .isEmpty();
    }

    @Test
    void nobodyGetsWhatNobodyKnowsThePriceOf() {
        assertThat(standbys.knows(null, "e2-standard-8")).isTrue();
        assertThat(standbys.knows("us-central1-b", null)).isTrue();
        assertThat(standbys.knows("mars-1", null)).isFalse();
        for (String type : List.of("e2-micro", "c9-standard-4", "e2-standard", "E2-STANDARD-4", "")) {
            assertThat(standbys.knows(null, type)).as(type).isFalse();
        }
    }

    @Test
    void withoutACloudThereAreNone() {
        assertThat(standbys(false).places(StandbyPolicy.USUAL, List.of())).isEmpty();
        assertThat(standbys(false).quote(StandbyPolicy.USUAL, 40)).isEmpty();
    }
}
