package cloud.dumont.sandbox.r2.meter;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;

/** What R2 would charge by now; amounts in USD as strings with 9 decimals. */
public record R2Reading(
        List<Resource> resources,

        @JsonProperty("total_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal totalUsd) {

    /**
     * One bucket.
     *
     * @param ref its name; empty for calls that belong to none
     * @param bytes stored now
     * @param egressUsd always zero, that is the point of R2
     */
    public record Resource(
            String ref,
            @JsonProperty("class_a") long classA,
            @JsonProperty("class_b") long classB,
            long bytes,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal usd,

            @JsonProperty("operations_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
            BigDecimal operationsUsd,

            @JsonProperty("storage_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
            BigDecimal storageUsd,

            @JsonProperty("egress_usd") @JsonFormat(shape = JsonFormat.Shape.STRING)
            BigDecimal egressUsd) {}
}
