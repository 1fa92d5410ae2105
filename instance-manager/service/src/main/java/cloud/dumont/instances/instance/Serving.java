package cloud.dumont.instances.instance;

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
    public Serving at(Endpoint newSsh, Map<Integer, Endpoint> newPorts) {
        return new Serving(placement, kind, vendor, region, isolation, newSsh, sshUser, newPorts, price, since);
    }
}
