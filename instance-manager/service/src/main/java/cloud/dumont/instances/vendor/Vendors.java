package cloud.dumont.instances.vendor;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.StandbyProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The vendors that this installation has an account at. */
@Component
public class Vendors {
    /** One account per vendor so far. */
    public static final String ACCOUNT = "default";

    private final List<GpuProvider> providers;
    private final Optional<StandbyProvider> standby;
    private final List<Landlord> landlords;

    public Vendors(ObjectProvider<GpuProvider> providers, ObjectProvider<StandbyProvider> standby) {
        this.providers = providers.orderedStream().toList();
        this.standby = Optional.ofNullable(standby.getIfAvailable());
        this.landlords = Stream.<Landlord>concat(
                        this.providers.stream().map(GpuLandlord::new),
                        this.standby.stream().map(StandbyLandlord::new))
                .toList();
    }

    /** Those with GPUs. */
    public List<GpuProvider> all() {
        return providers;
    }

    /** The cloud of the standbys; empty: there is none, and a lost machine stops. */
    public Optional<StandbyProvider> standby() {
        return standby;
    }

    public List<Landlord> landlords() {
        return landlords;
    }

    /** @throws IllegalStateException a row names a vendor that is not configured (any more) */
    public GpuProvider of(String vendor) {
        return providers.stream()
                .filter(provider -> provider.vendor().equals(vendor))
                .findFirst()
                .orElseThrow(() -> unknown(vendor));
    }

    /** @throws IllegalStateException a row names a vendor that is not configured (any more) */
    public Landlord landlord(String vendor) {
        return landlords.stream()
                .filter(landlord -> landlord.vendor().equals(vendor))
                .findFirst()
                .orElseThrow(() -> unknown(vendor));
    }

    private static IllegalStateException unknown(String vendor) {
        return new IllegalStateException("no account at the vendor " + vendor);
    }
}
