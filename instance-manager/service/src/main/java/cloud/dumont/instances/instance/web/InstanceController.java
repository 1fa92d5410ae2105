package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.backup.BackupWish;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.instances.instance.EditInstance;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceRefusal;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import cloud.dumont.web.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InstanceController {
    private final Instances instances;
    private final EditInstance edit;
    private final InstanceShape shape;
    private final Standbys standbys;
    private final Cursors cursors;

    InstanceController(
            Instances instances, EditInstance edit, InstanceShape shape, Standbys standbys, Cursors cursors) {
        this.instances = instances;
        this.edit = edit;
        this.shape = shape;
        this.standbys = standbys;
        this.cursors = cursors;
    }

    /** A JSON merge patch: what is absent stays. */
    record Patch(
            @Nullable String name,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable HourlyPrice maxPricePerHour,
            @Nullable BackupWish backup,
            @Nullable StandbyRequest standby) {}

    @GetMapping("/api/v1/instances")
    @RequiresScope("instances:read")
    Page<InstanceResource> list(
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        List<Status> statuses = statuses(status);
        String list = "instances?" + caller.user() + statuses;
        int rows = Limit.of(limit);
        Instance after = cursor == null
                ? null
                : instances
                        .find(InstanceId.parse(cursors.open(list, cursor).getFirst()))
                        .orElse(null);
        return Page.of(
                instances.list(caller.user(), statuses, after, rows + 1),
                rows,
                instance -> shape.draw(instance, caller.handle()),
                instance -> cursors.seal(list, List.of(instance.id().text())));
    }

    private static List<Status> statuses(@Nullable String words) {
        if (words == null || words.isBlank()) {
            return List.of();
        }
        return Arrays.stream(words.split(","))
                .map(word -> Status.of(word)
                        .orElseThrow(() -> new RefusedException(
                                new CommonRefusal.ValidationFailed("?status", "unknown", word + " is no status."))))
                .toList();
    }

    @GetMapping("/api/v1/instances/{id}")
    @RequiresScope("instances:read")
    ResponseEntity<InstanceResource> read(
            @PathVariable InstanceId id,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String known,
            Caller caller) {
        InstanceResource shown = shape.draw(own(id, caller), caller.handle());
        String etag = InstanceShape.etag(shown);
        if (Requests.names(known, etag)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag("\"" + etag + "\"")
                    .build();
        }
        return ResponseEntity.ok().eTag("\"" + etag + "\"").body(shown);
    }

    @PatchMapping(
            path = "/api/v1/instances/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"})
    @RequiresScope("instances:write")
    ResponseEntity<InstanceResource> patch(
            @PathVariable InstanceId id,
            @RequestBody Patch patch,
            @RequestHeader(name = "If-Match", required = false) @Nullable String condition,
            Caller caller,
            HttpServletRequest request) {
        EditInstance.Edit changes = new EditInstance.Edit(
                patch.name() == null ? null : RentalRequest.validName(patch.name()),
                patch.labels(),
                RentalRequest.validPrice(patch.maxPricePerHour()),
                patch.backup(),
                patch.standby() == null ? null : StandbyRequest.policy(patch.standby(), standbys));
        Instance instance =
                edit.edit(id, caller.user(), changes, Origin.of(caller, RequestIdFilter.current(request)), before -> {
                    if (condition != null && !InstanceShape.isStill(before, condition)) {
                        throw new RefusedException(new InstanceRefusal.PreconditionFailed());
                    }
                });
        return ResponseEntity.ok()
                .eTag("\"" + InstanceShape.etag(instance) + "\"")
                .body(shape.draw(instance, caller.handle()));
    }

    private Instance own(InstanceId id, Caller caller) {
        return instances.find(id, caller.user()).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }
}
