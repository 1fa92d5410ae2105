package cloud.dumont.billing.ledger.web;

import cloud.dumont.billing.ledger.History;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.TransactionId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TransactionController {
    private final History history;
    private final Cursors cursors;

    TransactionController(History history, Cursors cursors) {
        this.history = history;
        this.cursors = cursors;
    }

    @GetMapping("/api/v1/billing/transactions")
    @RequiresScope("billing:read")
    Page<History.Item> list(
            Caller caller,
            @RequestParam(required = false) @Nullable InstanceId instance,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int count = Limit.of(limit);
        String list = "transactions:" + caller.user() + ":" + (instance == null ? "" : instance.text());
        History.Position after = cursor == null ? null : position(cursors.open(list, cursor));
        return Page.of(
                history.list(caller.user(), instance, after, count + 1),
                count,
                item -> item,
                item -> cursors.seal(
                        list, List.of(item.createdAt().toString(), item.id().text())));
    }

    private static History.Position position(List<String> parts) {
        return new History.Position(Instant.parse(parts.getFirst()), TransactionId.parse(parts.getLast()));
    }
}
