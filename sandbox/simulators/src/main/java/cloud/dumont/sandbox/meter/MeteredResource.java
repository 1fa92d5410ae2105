package cloud.dumont.sandbox.meter;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One resource on the vendor's bill; amounts in USD with 6 decimals, written as strings, and {@code usd} is their sum. */
public record MeteredResource(
        String ref,
        String label,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal usd,

        @JsonProperty("gpu_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal gpuUsd,

        @JsonProperty("disk_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal diskUsd,

        @JsonProperty("traffic_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal trafficUsd,

        Instant from,
        @Nullable Instant to) {}
