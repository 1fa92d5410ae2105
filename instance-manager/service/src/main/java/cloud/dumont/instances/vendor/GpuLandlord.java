package cloud.dumont.instances.vendor;

import cloud.dumont.provider.GpuProvider;
import cloud.dumont.provider.RentedBox;
import java.util.List;
import java.util.Optional;

/** A vendor of GPU boxes. */
record GpuLandlord(GpuProvider provider) implements Landlord {
    @Override
    public String vendor() {
        return provider.vendor();
    }

    @Override
    public List<RentedBox> list() {
        return provider.list();
    }

    @Override
    public Optional<RentedBox> find(String vendorRef) {
        return provider.find(vendorRef);
    }

    @Override
    public void destroy(String vendorRef) {
        provider.destroy(vendorRef);
    }
}
