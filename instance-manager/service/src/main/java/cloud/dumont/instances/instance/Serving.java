package cloud.dumont.instances.instance;

import cloud.dumont.instances.placement.Placement;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.Region;
import cloud.dumont.provider.RentedBox.Endpoint;
import java.time.Instant;
import java.util.Map;

/** The box that the user works on now. @param since when it began to be paid for */
public record Serving(
        PlacementId placement,
        String kind,
        String vendor,
        Region region,
        String isolation,
        Endpoint ssh,
        String sshUser,
        Map<Integer, Endpoint> ports,
        HourlyPrice price,
        Instant since) {
    boolean isStandby() {
        return kind.equals(Placement.STANDBY);
    }

    /** The box as it begins to serve. @param since from then on the user pays */
    public static Serving by(Placement placement, Instant since) {
        return new Serving(
                placement.id(),
                placement.kind(),
                placement.vendor(),
                placement.sold().region(),
                placement.sold().isolation(),
                placement.sshEndpoint().orElseThrow(),
                placement.sshUser(),
                placement.ports(),
                placement.price(),
                since);
    }

    public Serving at(Endpoint newSsh, Map<Integer, Endpoint> newPorts) {
        return new Serving(placement, kind, vendor, region, isolation, newSsh, sshUser, newPorts, price, since);
    }
}
