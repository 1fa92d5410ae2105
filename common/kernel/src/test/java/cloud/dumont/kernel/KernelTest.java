package cloud.dumont.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KernelTest {
    private final Random random = new Random(7);

    @Test
    void anIdSurvivesItsTextForm() {
        for (int i = 0; i < 1000; i++) {
            UUID uuid = new UUID(random.nextLong(), random.nextLong());
            assertThat(TypeId.decode("ins", TypeId.encode("ins", uuid))).contains(uuid);
        }
    }

    @Test
    void theTextFormIsThatOfTheTypeIdSpecification() {
        assertThat(TypeId.encode("prefix", UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057")))
                .isEqualTo("prefix_01h455vb4pex5vsknk084sn02q");
    }

    @Test
    void anotherPrefixLengthOrLetterIsNoId() {
        String good = new InstanceId(UUID.randomUUID()).text();
        assertThat(TypeId.decode("usr", good)).isEmpty();
        assertThat(TypeId.decode("ins", good + "0")).isEmpty();
        assertThat(TypeId.decode("ins", good.replaceFirst(".$", "u"))).isEmpty();
        assertThat(TypeId.decode("ins", "ins_8" + good.substring(5))).isEmpty();
        assertThatThrownBy(() -> UserId.parse(good)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void newerIdsSortAfterOlderOnes() {
        Instant early = Instant.parse("2026-11-23T16:00:00Z");
        String first =
                new Ids(InstantSource.fixed(early), random).next(EventId::new).text();
        String second = new Ids(InstantSource.fixed(early.plusMillis(1)), random)
                .next(EventId::new)
                .text();
        assertThat(first).isLessThan(second);
    }

    @Test
    void moneyKeepsSixDecimalsAndRefusesMore() {
        assertThat(Money.parse("12.34").amount()).isEqualTo("12.340000");
        assertThat(Money.ofMicros(-214_000).amount()).isEqualTo("-0.214000");
        assertThatThrownBy(() -> Money.parse("0.0000001")).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aDayAtAnOddPriceCostsTheFloorOfTheExactProduct() {
        HourlyPrice price = HourlyPrice.parse("0.1946667");
        assertThat(price.cumulative(86_400)).isEqualTo(Money.ofMicros(4_672_000));
        assertThat(HourlyPrice.of(new BigDecimal("1000")).cumulative(31_536_000))
                .isEqualTo(Money.parse("8760000"));
    }

    @Test
    void aSecretIsNotPrinted() {
        assertThat(new Secret("hunter2")).hasToString("***").isEqualTo(new Secret("hunter2"));
    }

    @Test
    void anUnknownGpuKeepsAUsableId() {
        assertThat(GpuModel.slug(" RTX  PRO 6000 (S) ")).isEqualTo("rtx_pro_6000_s");
    }
}
