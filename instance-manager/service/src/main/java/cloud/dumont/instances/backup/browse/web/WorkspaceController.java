package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.browse.Destroyed;
import cloud.dumont.instances.backup.browse.WorkspaceOverview;
import cloud.dumont.instances.backup.browse.WorkspaceOverviews;
import cloud.dumont.instances.idempotency.Answer;
import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What each machine has saved, and what becomes of it after the machine. */
@RestController
class WorkspaceController {
    private static final String LIST = "backup-workspaces?";
    private final WorkspaceOverviews overviews;
    private final Destroyed destroyed;
    private final IdempotentRequests idempotent;
    private final Requests requests;
    private final Cursors cursors;
    private final InstantSource clock;

    WorkspaceController(
            WorkspaceOverviews overviews,
            Destroyed destroyed,
            IdempotentRequests idempotent,
            Requests requests,
            Cursors cursors,
            InstantSource clock) {
        this.overviews = overviews;
        this.destroyed = destroyed;
        this.idempotent = idempotent;
        this.requests = requests;
        this.cursors = cursors;
        this.clock = clock;
    }

    record WorkspaceResource(
            InstanceId instance,
            String name,
            String status,
            @Nullable Instant destroyedAt,
            @Nullable Instant deleteAt,
            long backups,
            Instant lastAt,
            long storedBytes,
            long bytes,
            @Nullable Instant verifiedAt,
            @Nullable String verifiedState,
            List<String> damagedFiles,
            @Nullable Long copyLagS,
            HourlyPrice pricePerHour) {
        static WorkspaceResource of(WorkspaceOverview it) {
            return new WorkspaceResource(
                    it.instance(),
                    it.name(),
                    it.status(),
                    it.destroyedAt(),
                    it.deleteAt(),
                    it.backups(),
                    it.lastAt(),
                    it.storedBytes(),
                    it.bytes(),
                    it.verifiedAt(),
                    it.verifiedState(),
                    it.damagedFiles(),
                    it.copyLagS(),
                    it.pricePerHour());
        }
    }

    record Keep(@Nullable Instant until) {}

    record Erase(@Nullable String confirm) {}

    @GetMapping("/api/v1/backup-workspaces")
    @RequiresScope("backups:read")
    Page<WorkspaceResource> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        int rows = Limit.of(limit);
        String list = LIST + caller.user();
        InstanceId after = cursor == null
                ? null
                : InstanceId.parse(cursors.open(list, cursor).getFirst());
        return Page.of(
                overviews.list(caller.user(), after, rows + 1, clock.instant()),
                rows,
                WorkspaceResource::of,
                last -> cursors.seal(list, List.of(last.instance().text())));
    }

    @PostMapping("/api/v1/backup-workspaces/{id}/keep")
    @RequiresScope("backups:write")
    ResponseEntity<byte[]> keep(
            @PathVariable InstanceId id, @RequestBody Keep body, Caller caller, HttpServletRequest request) {
        Instant until = body.until();
        if (until == null) {
            throw new RefusedException(new CommonRefusal.ValidationFailed("#/until", "missing", "Until when?"));
        }
        return requests.answer(idempotent.once(requests.keyed(caller, request, body), id.value(), resource -> () -> {
            destroyed.keep(id, caller.user(), until);
            return overviews
                    .find(caller.user(), id, clock.instant())
                    .map(found ->
                            Answer.fresh(HttpStatus.OK.value(), Map.of(), requests.json(WorkspaceResource.of(found))))
                    .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        }));
    }

    /** Naturally idempotent: what is erased stays erased. */
    @PostMapping("/api/v1/backup-workspaces/{id}/erase")
    @RequiresScope("backups:write")
    ResponseEntity<Void> erase(@PathVariable InstanceId id, @RequestBody Erase body, Caller caller) {
        destroyed.erase(id, caller.user(), body.confirm() == null ? "" : body.confirm());
        return ResponseEntity.noContent().build();
    }
}
