package cloud.dumont.instances.backup.store.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import org.junit.jupiter.api.Test;

class StoragePriceTest {
    @Test
    void aMonthOfAThousandGigabytesCostsFifteenDollars() {
        HourlyPrice price = StoragePrice.STANDARD.perHour(1_000_000_000_000L);
        assertThat(price).isEqualTo(HourlyPrice.ofNanos(20_547_946));
        assertThat(price.cumulative(730 * 3600)).isBetween(Money.parse("15"), Money.parse("15.00001"));
    }

    @Test
    void neverUnderstates() {
        assertThat(StoragePrice.STANDARD.perHour(1)).isEqualTo(HourlyPrice.ofNanos(1));
        assertThat(StoragePrice.STANDARD.perHour(0)).isEqualTo(HourlyPrice.ZERO);
        assertThatThrownBy(() -> StoragePrice.STANDARD.perHour(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
