package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.instances.backup.browse.OwnBackups;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.paging.Cursors;
import cloud.dumont.web.paging.Limit;
import cloud.dumont.web.paging.Page;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Versions: list, read, annotate, delete. */
@RestController
class BackupController {
    private final Machines machines;
    private final Backups backups;
    private final OwnBackups own;
    private final Cursors cursors;
    private final InstantSource clock;

    BackupController(Machines machines, Backups backups, OwnBackups own, Cursors cursors, InstantSource clock) {
        this.machines = machines;
        this.backups = backups;
        this.own = own;
        this.cursors = cursors;
        this.clock = clock;
    }

    @GetMapping("/api/v1/instances/{id}/backups")
    @RequiresScope("backups:read")
    Page<BackupResource> ofMachine(
            @PathVariable InstanceId id,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        machines.own(id, caller.user());
        return list(id, kind, state, limit, cursor, caller);
    }

    @GetMapping("/api/v1/backups")
    @RequiresScope("backups:read")
    Page<BackupResource> all(
            @RequestParam(required = false) @Nullable InstanceId instance,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        return list(instance, kind, state, limit, cursor, caller);
    }

    private Page<BackupResource> list(
            @Nullable InstanceId instance,
            @Nullable String kind,
            @Nullable String state,
            @Nullable Integer limit,
            @Nullable String cursor,
            Caller caller) {
        Backups.Filter filter = new Backups.Filter(
                instance,
                word("?kind", kind, Backup.Kind.values(), Backup.Kind::word),
                word("?state", state, Backup.State.values(), Backup.State::word));
        String list = "backups?" + caller.user() + filter;
        int rows = Limit.of(limit);
        Backup after = cursor == null
                ? null
                : backups.find(BackupId.parse(cursors.open(list, cursor).getFirst()))
                        .orElse(null);
        List<Backup> found = backups.list(caller.user(), filter, after, rows + 1);
        Map<InstanceId, OwnBackups.Frame> frames =
                own.frames(found.stream().map(Backup::instance).collect(Collectors.toSet()));
        return Page.of(
                found,
                rows,
                backup -> shape(backup, frames),
                backup -> cursors.seal(list, List.of(backup.id().text())));
    }

    private static <E> @Nullable E word(String parameter, @Nullable String word, E[] values, Function<E, String> of) {
        if (word == null || word.isBlank()) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> of.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        new CommonRefusal.ValidationFailed(parameter, "unknown", word + " is not known here.")));
    }

    @GetMapping("/api/v1/backups/{id}")
    @RequiresScope("backups:read")
    ResponseEntity<BackupResource> read(@PathVariable BackupId id, Caller caller) {
        return answer(own.get(id, caller.user()));
    }

    @PatchMapping(
            path = "/api/v1/backups/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"})
    @RequiresScope("backups:write")
    ResponseEntity<BackupResource> patch(
            @PathVariable BackupId id,
            @RequestBody Map<String, @Nullable Object> fields,
            @RequestHeader(name = "If-Match", required = false) @Nullable String condition,
            Caller caller) {
        BackupPatch patch = new BackupPatch(fields, clock.instant());
        return answer(own.annotate(
                id,
                caller.user(),
                before -> condition == null || Requests.names(condition, BackupResource.etag(before)),
                patch::onto));
    }

    @DeleteMapping("/api/v1/backups/{id}")
    @RequiresScope("backups:write")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable BackupId id, Caller caller) {
        own.delete(id, caller.user());
    }

    private ResponseEntity<BackupResource> answer(Backup backup) {
        return ResponseEntity.ok()
                .eTag("\"" + BackupResource.etag(backup) + "\"")
                .body(shape(backup, own.frames(List.of(backup.instance()))));
    }

    private static BackupResource shape(Backup backup, Map<InstanceId, OwnBackups.Frame> frames) {
        return BackupResource.of(backup, frames.getOrDefault(backup.instance(), new OwnBackups.Frame(0, null)));
    }
}
