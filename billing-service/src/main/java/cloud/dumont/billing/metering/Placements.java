package cloud.dumont.billing.metering;

import cloud.dumont.kernel.PlacementId;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.peer.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks instance-manager which placements serve. Every failure is a {@link PeerException}. */
@Component
class Placements {
    private static final String SERVICE = "instance-manager";
    private static final int PAGE = 100;

    private final Peers peers;
    private @Nullable RestClient client;

    Placements(Peers peers) {
        this.peers = peers;
    }

    record Listing(List<ServingPlacement> data, @Nullable String nextCursor) {}

    /** All of them; a listing that breaks off is a failure, not a shorter list. */
    List<ServingPlacement> serving() {
        List<ServingPlacement> all = new ArrayList<>();
        String cursor = null;
        do {
            Listing page = page(cursor);
            all.addAll(page.data());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    private Listing page(@Nullable String cursor) {
        String path = "/internal/placements?serving=true&limit=" + PAGE;
        RestClient.RequestHeadersSpec<?> request =
                cursor == null ? client().get().uri(path) : client().get().uri(path + "&cursor={cursor}", cursor);
        return Peers.call(
                SERVICE, () -> Objects.requireNonNull(request.retrieve().body(Listing.class)));
    }

    /** Empty when instance-manager does not know it. */
    Optional<ServingPlacement> find(PlacementId placement) {
        try {
            return Optional.of(Peers.call(
                    SERVICE,
                    () -> Objects.requireNonNull(client().get()
                            .uri("/internal/placements/{placement}", placement.text())
                            .retrieve()
                            .body(ServingPlacement.class))));
        } catch (PeerException e) {
            if (e.failure() instanceof PeerFailure.Refused refused && refused.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private synchronized RestClient client() {
        if (client == null) {
            client = peers.client(SERVICE);
        }
        return client;
    }
}
