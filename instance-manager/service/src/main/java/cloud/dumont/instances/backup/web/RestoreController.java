package cloud.dumont.instances.backup.web;

import cloud.dumont.agent.protocol.backup.CommitRef;
import cloud.dumont.instances.action.ActionResource;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.order.OrderSnapshot;
import cloud.dumont.instances.backup.restore.OrderRestore;
import cloud.dumont.instances.backup.store.reading.RestorePreview;
import cloud.dumont.instances.idempotency.Answer;
import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Snapshots and restores of a running machine: each answers 202 with its action. */
@RestController
class RestoreController {
    private static final int MAX_DESCRIPTION = 200;
    /** What boxes reach together with the store, roughly: for the estimate only. */
    private static final long BYTES_PER_SECOND = 60_000_000;

    private static final int FILES_PER_SECOND = 2_000;

    private final OrderSnapshot snapshots;
    private final OrderRestore restores;
    private final Backups backups;
    private final SavedFiles files;
    private final Machines machines;
    private final Actions actions;
    private final IdempotentRequests idempotent;
    private final Requests requests;
    private final Ids ids;

    RestoreController(
            OrderSnapshot snapshots,
            OrderRestore restores,
            Backups backups,
            SavedFiles files,
            Machines machines,
            Actions actions,
            IdempotentRequests idempotent,
            Requests requests,
            Ids ids) {
        this.snapshots = snapshots;
        this.restores = restores;
        this.backups = backups;
        this.files = files;
        this.machines = machines;
        this.actions = actions;
        this.idempotent = idempotent;
        this.requests = requests;
        this.ids = ids;
    }

    record SnapshotRequest(@Nullable String description) {}

    record Preview(long files, long bytes, long overwrites, List<String> firstOverwrites, long secondsEstimate) {}

    @PostMapping("/api/v1/instances/{id}/backups")
    @RequiresScope("backups:write")
    ResponseEntity<byte[]> snapshot(
            @PathVariable InstanceId id,
            @RequestBody(required = false) @Nullable SnapshotRequest body,
            Caller caller,
            HttpServletRequest request) {
        SnapshotRequest wish = body == null ? new SnapshotRequest(null) : body;
        String description = wish.description();
        if (description != null && description.length() > MAX_DESCRIPTION) {
            throw new RefusedException(
                    new CommonRefusal.ValidationFailed("#/description", "too_large", "At most 200 characters."));
        }
        return begin(id, caller, request, wish, action -> snapshots.order(id, caller, action, description));
    }

    @PostMapping("/api/v1/instances/{id}/restore")
    @RequiresScope("backups:restore")
    ResponseEntity<byte[]> restore(
            @PathVariable InstanceId id, @RequestBody RestoreRequest body, Caller caller, HttpServletRequest request) {
        OrderRestore.Wish wish = body.wish();
        return begin(id, caller, request, body, action -> restores.order(id, caller.user(), action, wish));
    }

    @PostMapping(path = "/api/v1/instances/{id}/restore", params = "dry_run=true")
    @RequiresScope("backups:restore")
    Preview preview(@PathVariable InstanceId id, @RequestBody RestoreRequest body, Caller caller) {
        OrderRestore.Wish wish = body.wish();
        Backup version = restores.version(id, caller.user(), wish);
        boolean inPlace = wish.into().isEmpty() && version.instance().equals(id);
        CommitRef newest = inPlace ? backups.tip(id).map(Backup::ref).orElse(null) : null;
        RestorePreview found = files.preview(version, newest, wish.paths());
        if (!found.missing().isEmpty()) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "#/paths", "unknown", "The backup does not have all of these paths."));
        }
        restores.refuseUnlessFits(id, found.bytes());
        return new Preview(
                found.files(),
                found.bytes(),
                found.overwrites(),
                found.firstOverwrites(),
                1 + found.bytes() / BYTES_PER_SECOND + found.files() / FILES_PER_SECOND);
    }

    private ResponseEntity<byte[]> begin(
            InstanceId id, Caller caller, HttpServletRequest request, Object body, Consumer<ActionId> effect) {
        machines.own(id, caller.user());
        Answer answer = idempotent.once(
                requests.keyed(caller, request, body), ids.next(ActionId::new).value(), uuid -> () -> {
                    ActionId action = new ActionId(uuid);
                    effect.accept(action);
                    return Answer.fresh(
                            202,
                            Map.of("Location", "/api/v1/actions/" + action),
                            requests.json(ActionResource.of(actions.find(action).orElseThrow())));
                });
        return requests.answer(answer);
    }
}
