package cloud.dumont.sandbox.meter;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;

/** What the vendor would charge by now. */
public record MeterReading(
        List<MeteredResource> resources,

        @JsonProperty("total_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal totalUsd) {}
