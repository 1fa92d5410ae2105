package cloud.dumont.instances.drill.web;

import cloud.dumont.instances.action.ActionResource;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.drill.Drill;
import cloud.dumont.instances.drill.Drills;
import cloud.dumont.instances.drill.RequestDrill;
import cloud.dumont.instances.idempotency.Answer;
import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.DrillId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Test my failover. */
@RestController
class DrillController {
    private final RequestDrill request;
    private final Drills drills;
    private final Instances instances;
    private final Actions actions;
    private final IdempotentRequests idempotent;
    private final Requests requests;
    private final Cursors cursors;
    private final Ids ids;

    DrillController(
            RequestDrill request,
            Drills drills,
            Instances instances,
            Actions actions,
            IdempotentRequests idempotent,
            Requests requests,
            Cursors cursors,
            Ids ids) {
        this.request = request;
        this.drills = drills;
        this.instances = instances;
        this.actions = actions;
        this.idempotent = idempotent;
        this.requests = requests;
        this.cursors = cursors;
        this.ids = ids;
    }

    record NoBody() {}

    @PostMapping("/api/v1/instances/{id}/drill")
    @RequiresScope("failover:write")
    ResponseEntity<byte[]> drill(
            @PathVariable InstanceId id,
            @RequestBody(required = false) @Nullable NoBody body,
            Caller caller,
            HttpServletRequest http) {
        own(id, caller);
        Answer answer = idempotent.once(
                requests.keyed(caller, http, new NoBody()),
                ids.next(ActionId::new).value(),
                uuid -> () -> {
                    ActionId action = new ActionId(uuid);
                    Instance instance = instances
                            .lock(id)
                            .filter(found -> found.user().equals(caller.user()))
                            .orElseThrow(DrillController::unknown);
                    request.request(instance, action, Drill.Trigger.USER);
                    return Answer.fresh(
                            202,
                            Map.of("Location", "/api/v1/actions/" + action),
                            requests.json(ActionResource.of(actions.find(action).orElseThrow())));
                });
        return requests.answer(answer);
    }

    /** Newest first. */
    @GetMapping("/api/v1/instances/{id}/drills")
    @RequiresScope("instances:read")
    Page<DrillResource> list(
            @PathVariable InstanceId id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        own(id, caller);
        String list = "drills/" + id.text();
        int rows = Limit.of(limit);
        Drill before = cursor == null
                ? null
                : drills.find(DrillId.parse(cursors.open(list, cursor).getFirst()))
                        .orElseThrow(DrillController::unknown);
        return Page.of(
                drills.list(id, before, rows + 1),
                rows,
                DrillResource::of,
                drill -> cursors.seal(list, List.of(drill.id().text())));
    }

    private void own(InstanceId id, Caller caller) {
        if (instances.find(id, caller.user()).isEmpty()) {
            throw unknown();
        }
    }

    private static RefusedException unknown() {
        return new RefusedException(new CommonRefusal.NotFound());
    }
}
