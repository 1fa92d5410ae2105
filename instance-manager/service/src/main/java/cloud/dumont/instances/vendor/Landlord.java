package cloud.dumont.instances.vendor;

import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import java.util.List;
import java.util.Optional;

/** Whoever we rent from, as far as boxes that exist are concerned. Everything may block and throws {@link ProviderException} only. */
public interface Landlord {
    String vendor();

    /** Everything on the account, ours or not; never a part of it. */
    List<RentedBox> list();

    Optional<RentedBox> find(String vendorRef);

    /** Idempotent. */
    void destroy(String vendorRef);
}
