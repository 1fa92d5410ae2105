package cloud.dumont.instances.vendor;

import cloud.dumont.provider.RentedBox;
import cloud.dumont.provider.StandbyBox;
import cloud.dumont.provider.StandbyProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cloud of standby machines. */
record StandbyLandlord(StandbyProvider provider) implements Landlord {
    private static final int SSH = 22;

    @Override
    public String vendor() {
        return provider.vendor();
    }

    @Override
    public List<RentedBox> list() {
        return provider.list().stream().map(StandbyLandlord::box).toList();
    }

    @Override
    public Optional<RentedBox> find(String vendorRef) {
        return provider.find(vendorRef).map(StandbyLandlord::box);
    }

    @Override
    public void destroy(String vendorRef) {
        provider.destroy(vendorRef);
    }

    private static RentedBox box(StandbyBox box) {
        RentedBox.Endpoint ssh = box.ssh();
        return new RentedBox(
                box.vendorRef(),
                box.label(),
                status(box.status()),
                box.statusText(),
                null,
                ssh,
                ssh == null ? Map.of() : Map.of(SSH, ssh),
                box.zone(),
                box.startedAt());
    }

    private static RentedBox.Status status(StandbyBox.Status status) {
        return switch (status) {
            case STARTING -> RentedBox.Status.PROVISIONING;
            case RUNNING -> RentedBox.Status.RUNNING;
            case STOPPING, SUSPENDING -> RentedBox.Status.STOPPING;
            case STOPPED, SUSPENDED -> RentedBox.Status.STOPPED;
            case UNKNOWN -> RentedBox.Status.UNKNOWN;
        };
    }
}
