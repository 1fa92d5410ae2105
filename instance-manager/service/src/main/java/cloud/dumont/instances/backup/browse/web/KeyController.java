package cloud.dumont.instances.backup.browse.web;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.BackupFacts;
import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.instances.backup.machine.Machines;
import cloud.dumont.instances.backup.store.reading.WorkspaceAccess;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands a user the key of a machine's backups, and tells that it did. */
@RestController
class KeyController {
    private static final String FORMAT = "DVF1";
    private final Machines machines;
    private final SavedFiles files;
    private final BackupFacts facts;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    KeyController(
            Machines machines,
            SavedFiles files,
            BackupFacts facts,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.machines = machines;
        this.files = files;
        this.facts = facts;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param key in base64 */
    record BackupKey(String workspace, String root, String key, String format) {
        @Override
        public String toString() {
            return "key of " + workspace;
        }
    }

    @PostMapping("/api/v1/instances/{id}/backup-key")
    @RequiresScope("backups:restore")
    ResponseEntity<BackupKey> reveal(@PathVariable InstanceId id, Caller caller, HttpServletRequest request) {
        Machine machine = machines.own(id, caller.user());
        WorkspaceAccess access = files.access(id);
        transactions.executeWithoutResult(status -> facts.tell(
                machine,
                new BackupEvent.KeyShown(id),
                actor(caller),
                RequestIdFilter.current(request),
                clock.instant()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new BackupKey(
                        access.workspace(), access.root(), access.key().revealBase64(), FORMAT));
    }

    private static Actor actor(Caller caller) {
        Actor.Kind kind = switch (caller.actorType()) {
            case "api_key" -> Actor.Kind.API_KEY;
            case "operator" -> Actor.Kind.OPERATOR;
            default -> Actor.Kind.USER;
        };
        return new Actor(kind, caller.actorId());
    }
}
