package cloud.dumont.instances.provisioning.web;

import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.PlacementState;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.instances.placement.VendorWords;
import cloud.dumont.instances.provisioning.VendorWatch;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.provider.RentedBox.Endpoint;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What monitoring asks about boxes that are not heard of. */
@RestController
class VendorWordController {
    private static final int SSH = 22;
    private final Placements placements;
    private final VendorWords words;
    private final VendorWatch watch;
    private final InstantSource clock;

    VendorWordController(Placements placements, VendorWords words, VendorWatch watch, InstantSource clock) {
        this.placements = placements;
        this.words = words;
        this.watch = watch;
        this.clock = clock;
    }

    /** @param ssh as users reach it @param other another mapped port of the box */
    record Look(
            PlacementId placement,
            String status,
            Instant readAt,
            @Nullable Endpoint ssh,
            @Nullable Endpoint other) {}

    record Words(List<VendorWords.Said> words) {}

    /** Asks the vendor now; may take seconds. Of a box that is being restarted nothing is to be concluded, so it has no address. */
    @PostMapping("/internal/placements/{id}/look")
    Look look(@PathVariable PlacementId id) {
        serving(id);
        Instant asked = clock.instant();
        VendorWords.Word word = watch.look(id);
        Placement now = serving(id);
        if (watch.isRebooting(now)) {
            return new Look(id, VendorWords.Word.UNCLEAR.word(), asked, null, null);
        }
        Endpoint other = now.ports().entrySet().stream()
                .filter(port -> port.getKey() != SSH)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        return new Look(id, word.word(), asked, now.sshEndpoint().orElse(null), other);
    }

    @GetMapping("/internal/placements/vendor-words")
    Words words() {
        return new Words(words.notRunning());
    }

    private Placement serving(PlacementId id) {
        return placements
                .find(id)
                .filter(placement -> placement.state() == PlacementState.SERVING)
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }
}
