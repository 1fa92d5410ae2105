package cloud.dumont.instances.instance;

import cloud.dumont.instances.offer.OfferFilter;
import cloud.dumont.kernel.GpuModel;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.OfferId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.provider.Offer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for; it stays the same over all boxes that serve the machine.
 *
 * @param offer to be tried first; null: the cheapest that fits
 * @param standIns ids of other models that may serve as well; empty: only the one that was asked for
 * @param region null: anywhere
 * @param ports internal ports to map, beside 22
 * @param environment for the user's shells and start command; may hold the user's secrets
 * @param sshKeys who may log in; empty: all keys of the user
 * @param maxPrice all in, per hour
 */
public record RentalSpec(
        @Nullable OfferId offer,
        GpuModel gpu,
        List<String> standIns,
        int gpuCount,
        @Nullable String region,
        Offer.Kind kind,
        String image,
        int diskGb,
        List<Integer> ports,
        Map<String, String> environment,
        @Nullable String startCommand,
        List<SshKeyId> sshKeys,
        HourlyPrice maxPrice) {
    public RentalSpec {
        standIns = standIns == null ? List.of() : List.copyOf(standIns); // rows of earlier versions have none
        ports = List.copyOf(ports);
        environment = Map.copyOf(environment);
        sshKeys = List.copyOf(sshKeys);
    }

    /** What an offer must be to serve the machine. */
    public OfferFilter filter() {
        return new OfferFilter(
                Stream.concat(Stream.of(gpu.id()), standIns.stream()).toList(),
                gpuCount,
                null,
                region == null ? List.of() : List.of(region),
                maxPrice,
                null,
                kind,
                List.of(),
                diskGb);
    }

    /** After a stop: the offer of then is long gone, and what is as good or better will do. */
    RentalSpec again(List<String> asGood, HourlyPrice limit) {
        return new RentalSpec(
                null,
                gpu,
                asGood,
                gpuCount,
                region,
                kind,
                image,
                diskGb,
                ports,
                environment,
                startCommand,
                sshKeys,
                limit);
    }

    RentalSpec withMaxPrice(HourlyPrice limit) {
        return new RentalSpec(
                offer,
                gpu,
                standIns,
                gpuCount,
                region,
                kind,
                image,
                diskGb,
                ports,
                environment,
                startCommand,
                sshKeys,
                limit);
    }

    @Override
    public String toString() {
        return "RentalSpec[" + gpuCount + "x " + gpu.id() + "]";
    }
}
