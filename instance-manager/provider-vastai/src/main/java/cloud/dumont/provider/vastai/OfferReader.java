package cloud.dumont.provider.vastai;

import static cloud.dumont.provider.http.LenientJson.decimal;
import static cloud.dumont.provider.http.LenientJson.integer;
import static cloud.dumont.provider.http.LenientJson.real;
import static cloud.dumont.provider.http.LenientJson.text;
import static cloud.dumont.provider.http.LenientJson.whole;

import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.Offer;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One row of a search, in our units. A row without an id, GPUs, memory or price cannot be rented and is passed over. */
final class OfferReader {
    private OfferReader() {}

    static Optional<Offer> offer(JsonNode row, int diskGb) {
        OptionalLong id = positive(whole(row, "id"), whole(row, "ask_contract_id"));
        int gpus = integer(row, "num_gpus").orElse(0);
        int vramMb = integer(row, "gpu_ram").orElse(0);
        Optional<String> name = text(row, "gpu_name");
        Optional<HourlyPrice> gpuCost = VastPrice.gpus(row, diskGb);
        if (id.isEmpty() || gpus < 1 || vramMb < 1 || name.isEmpty() || gpuCost.isEmpty()) {
            return Optional.empty();
        }
        GpuModel gpu = GpuNames.model(name.get(), vramMb);
        return gpu.id().isEmpty()
                ? Optional.empty()
                : Optional.of(new Offer(
                        VastAiProvider.VENDOR,
                        Long.toString(id.getAsLong()),
                        text(row, "machine_id").orElse(""),
                        gpu,
                        gpus,
                        Offer.Kind.ON_DEMAND,
                        region(row),
                        gpuCost.get(),
                        VastPrice.disk(row, diskGb),
                        VastPrice.trafficPerGb(row),
                        reliability(row),
                        integer(row, "disk_space").orElse(0),
                        boxed(real(row, "cpu_cores_effective")),
                        memoryMb(row),
                        vramMb,
                        boxed(real(row, "inet_down")),
                        VastPrice.minBid(row).orElse(null),
                        Offer.Isolation.CONTAINER));
    }

    private static OptionalLong positive(OptionalLong first, OptionalLong second) {
        OptionalLong chosen = first.isPresent() ? first : second;
        return chosen.isPresent() && chosen.getAsLong() > 0 ? chosen : OptionalLong.empty();
    }

    /** The vendor states the whole machine's memory; ours is the share of its cores. */
    private static @Nullable Integer memoryMb(JsonNode row) {
        OptionalInt whole = integer(row, "cpu_ram");
        OptionalDouble mine = real(row, "cpu_cores_effective");
        OptionalDouble all = real(row, "cpu_cores");
        if (whole.isEmpty() || mine.isEmpty() || all.isEmpty() || all.getAsDouble() <= 0) {
            return null;
        }
        double share = Math.min(1, Math.max(0, mine.getAsDouble() / all.getAsDouble()));
        return (int) (whole.getAsInt() * share);
    }

    private static @Nullable Double reliability(JsonNode row) {
        return decimal(row, "reliability2")
                .or(() -> decimal(row, "reliability"))
                .filter(value -> value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0)
                .map(BigDecimal::doubleValue)
                .orElse(null);
    }

    /** Free text that ends in a country: {@code "Quebec, CA"}, {@code ", US"}. */
    private static Region region(JsonNode row) {
        String place = text(row, "geolocation").orElse("");
        String last = place.substring(place.lastIndexOf(',') + 1).strip();
        return country(last)
                .or(() -> text(row, "country_code").flatMap(OfferReader::country))
                .orElse(Region.UNKNOWN);
    }

    private static Optional<Region> country(String text) {
        return text.matches("[A-Za-z]{2}") ? Optional.of(new Region(text.toUpperCase(Locale.ROOT))) : Optional.empty();
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() >= 0 ? value.getAsDouble() : null;
    }
}
