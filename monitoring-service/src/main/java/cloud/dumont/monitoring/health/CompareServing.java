package cloud.dumont.monitoring.health;

import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.monitoring.instances.ServingPage;
import cloud.dumont.web.peer.PeerException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Compares who is watched with who serves, so that a lost fact is made good. */
@Component
public class CompareServing {
    private static final Logger log = LoggerFactory.getLogger(CompareServing.class);
    private final InstancesClient instances;
    private final HealthBook book;
    private final ExpectBeats expectBeats;
    private final TransactionTemplate transactions;
    private Set<PlacementId> absentBefore = Set.of();

    CompareServing(
            InstancesClient instances, HealthBook book, ExpectBeats expectBeats, TransactionTemplate transactions) {
        this.instances = instances;
        this.book = book;
        this.expectBeats = expectBeats;
        this.transactions = transactions;
    }

    /** One comparison. Who is missing from the list is let go only the second time: a list may be a moment old. */
    public synchronized void compare() {
        Set<PlacementId> absent = new HashSet<>(book.expected());
        List<ServingPage.Serving> serving;
        try {
            serving = all();
        } catch (PeerException e) {
            log.atInfo().addKeyValue("why", e.getMessage()).log("who serves could not be compared");
            return;
        }
        for (ServingPage.Serving each : serving) {
            absent.remove(each.placement());
            Watch watch = new Watch(each.placement(), each.instance(), each.user(), each.epoch());
            if (each.closedAt() == null && book.find(each.placement()).isEmpty()) {
                transactions.executeWithoutResult(status ->
                        expectBeats.started(watch, each.seq(), Objects.requireNonNullElse(each.vendor(), "")));
            }
            book.place(each.placement(), each.region(), each.host(), each.standby());
        }
        absent.stream().filter(absentBefore::contains).forEach(this::letGo);
        absentBefore = absent;
    }

    private void letGo(PlacementId placement) {
        log.atInfo().addKeyValue("placement_id", placement).log("a placement serves no longer, as the list says");
        transactions.executeWithoutResult(status ->
                book.find(placement).ifPresent(health -> expectBeats.ended(health.watch(), book.seq(placement))));
    }

    private List<ServingPage.Serving> all() {
        List<ServingPage.Serving> all = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            ServingPage page = instances.serving(cursor);
            all.addAll(page.data());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }
}
