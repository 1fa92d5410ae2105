package cloud.dumont.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class DumontJsonTest {
    record Sample(
            InstanceId id,
            Epoch epoch,
            Money paidSoFar,
            HourlyPrice price,
            Instant at,
            @Nullable String note) {}

    private final Sample sample = new Sample(
            new InstanceId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057")),
            new Epoch(3),
            Money.parse("1.5"),
            HourlyPrice.parse("0.214"),
            Instant.parse("2026-11-23T16:00:00.123Z"),
            null);

    @Test
    void kernelTypesHaveTheirDocumentedForm() {
        assertThat(DumontJson.mapper().writeValueAsString(sample))
                .isEqualTo("{\"id\":\"ins_01h455vb4pex5vsknk084sn02q\",\"epoch\":3,"
                        + "\"paid_so_far\":{\"amount\":\"1.500000\",\"currency\":\"USD\"},"
                        + "\"price\":{\"amount\":\"0.214000000\",\"currency\":\"USD\"},"
                        + "\"at\":\"2026-11-23T16:00:00.123Z\",\"note\":null}");
    }

    @Test
    void whatWasWrittenIsReadBackAndUnknownFieldsAreIgnored() {
        String text = DumontJson.mapper().writeValueAsString(sample).replace("{\"id\"", "{\"new\":1,\"id\"");
        assertThat(DumontJson.mapper().readValue(text, Sample.class)).isEqualTo(sample);
    }

    @Test
    void anAmountThatIsANumberOrAnotherCurrencyIsRefused() {
        assertThatThrownBy(() -> DumontJson.mapper().readValue("{\"amount\":1.5}", Money.class))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(
                        () -> DumontJson.mapper().readValue("{\"amount\":\"1.5\",\"currency\":\"BRL\"}", Money.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void aSecretCannotBeWritten() {
        assertThatThrownBy(() -> DumontJson.mapper().writeValueAsString(new Secret("hunter2")))
                .isInstanceOf(JacksonException.class)
                .hasMessageNotContaining("hunter2");
    }
}
