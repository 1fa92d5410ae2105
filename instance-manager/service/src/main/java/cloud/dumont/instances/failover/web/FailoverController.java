package cloud.dumont.instances.failover.web;

import cloud.dumont.instances.failover.Failover;
import cloud.dumont.instances.failover.Failovers;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.kernel.FailoverId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a machine each time its box was lost. */
@RestController
class FailoverController {
    private final Instances instances;
    private final Failovers failovers;
    private final Cursors cursors;

    FailoverController(Instances instances, Failovers failovers, Cursors cursors) {
        this.instances = instances;
        this.failovers = failovers;
        this.cursors = cursors;
    }

    /** Newest first. */
    @GetMapping("/api/v1/instances/{id}/failovers")
    @RequiresScope("instances:read")
    Page<FailoverResource> list(
            @PathVariable InstanceId id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        if (instances.find(id, caller.user()).isEmpty()) {
            throw new RefusedException(new CommonRefusal.NotFound());
        }
        String list = "failovers/" + id.text();
        int rows = Limit.of(limit);
        Failover before = cursor == null
                ? null
                : failovers
                        .find(FailoverId.parse(cursors.open(list, cursor).getFirst()))
                        .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        return Page.of(
                failovers.list(id, before, rows + 1),
                rows,
                FailoverResource::of,
                failover -> cursors.seal(list, List.of(failover.id().text())));
    }
}
