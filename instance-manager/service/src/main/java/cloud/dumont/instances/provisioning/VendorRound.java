package cloud.dumont.instances.provisioning;

import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.VendorWords;
import cloud.dumont.instances.placement.VendorWords.Word;
import cloud.dumont.instances.vendor.Landlord;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.provider.ProviderException;
import cloud.dumont.provider.RentedBox;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks each vendor once for all its boxes, and once more for each that should run and does not: a list may be behind. */
@Component
class VendorRound {
    private static final Logger log = LoggerFactory.getLogger(VendorRound.class);
    private final Vendors vendors;
    private final Placements placements;
    private final VendorWords words;
    private final VendorWatch watch;
    private final InstantSource clock;

    VendorRound(Vendors vendors, Placements placements, VendorWords words, VendorWatch watch, InstantSource clock) {
        this.vendors = vendors;
        this.placements = placements;
        this.words = words;
        this.watch = watch;
        this.clock = clock;
    }

    void pass() {
        for (Landlord landlord : vendors.landlords()) {
            List<Placement> serving = placements.live(landlord.vendor()).stream()
                    .filter(placement -> placement.state() == PlacementState.SERVING)
                    .toList();
            if (!serving.isEmpty()) {
                ask(landlord, serving);
            }
        }
    }

    private void ask(Landlord landlord, List<Placement> serving) {
        try {
            Map<String, RentedBox> listed = landlord.list().stream()
                    .collect(Collectors.toMap(RentedBox::vendorRef, Function.identity(), (one, other) -> one));
            for (Placement placement : serving) {
                Word word = VendorWatch.word(listed.get(placement.vendorRef().orElse("")));
                if (word == Word.STOPPED || word == Word.GONE) {
                    watch.look(placement.id());
                } else {
                    words.keep(placement.id(), word, clock.instant());
                }
            }
        } catch (ProviderException e) {
            log.atWarn()
                    .addKeyValue(LogKeys.VENDOR, landlord.vendor())
                    .addKeyValue(LogKeys.OUTCOME, e.code())
                    .log("a vendor does not say which boxes run");
        }
    }
}
