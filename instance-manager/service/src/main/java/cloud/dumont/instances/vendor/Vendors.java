package cloud.dumont.instances.vendor;

import cloud.dumont.provider.GpuProvider;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The vendors that this installation has an account at. */
@Component
public class Vendors {
    private final List<GpuProvider> providers;

    public Vendors(ObjectProvider<GpuProvider> providers) {
        this.providers = providers.orderedStream().toList();
    }

    public List<GpuProvider> all() {
        return providers;
    }

    /** @throws IllegalStateException a row names a vendor that is not configured (any more) */
    public GpuProvider of(String vendor) {
        return providers.stream()
                .filter(provider -> provider.vendor().equals(vendor))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no account at the vendor " + vendor));
    }
}
