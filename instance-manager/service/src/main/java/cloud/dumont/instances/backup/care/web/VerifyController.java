package cloud.dumont.instances.backup.care.web;

import cloud.dumont.instances.action.ActionResource;
import cloud.dumont.instances.action.ActionWait;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.browse.OwnBackups;
import cloud.dumont.instances.backup.care.RequestVerification;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.idempotency.Answer;
import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.BackupId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has a version read back, and answers 202 with the running action. */
@RestController
class VerifyController {
    private final OwnBackups own;
    private final RequestVerification verification;
    private final IdempotentRequests idempotent;
    private final Requests requests;
    private final Actions actions;
    private final ActionWait wait;
    private final Ids ids;

    VerifyController(
            OwnBackups own,
            RequestVerification verification,
            IdempotentRequests idempotent,
            Requests requests,
            Actions actions,
            ActionWait wait,
            Ids ids) {
        this.own = own;
        this.verification = verification;
        this.idempotent = idempotent;
        this.requests = requests;
        this.actions = actions;
        this.wait = wait;
        this.ids = ids;
    }

    record NoBody() {}

    @PostMapping("/api/v1/backups/{id}/verify")
    @RequiresScope("backups:write")
    ResponseEntity<byte[]> verify(@PathVariable BackupId id, Caller caller, HttpServletRequest request) {
        Backup backup = own.get(id, caller.user());
        Duration patience = requests.patience(request);
        Answer answer = idempotent.once(
                requests.keyed(caller, request, new NoBody()),
                ids.next(ActionId::new).value(),
                fresh -> () -> accepted(verification.ask(backup, new ActionId(fresh))));
        if (patience.isZero() || answer.replayed()) {
            return requests.answer(answer);
        }
        ActionId action = requests.read(answer.body(), Begun.class).id();
        wait.await(action, caller.user(), patience);
        return requests.answer(accepted(action));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Begun(ActionId id) {}

    private Answer accepted(ActionId id) {
        ActionResource action = ActionResource.of(actions.find(id).orElseThrow());
        return Answer.fresh(
                HttpStatus.ACCEPTED.value(), Map.of("Location", "/api/v1/actions/" + id), requests.json(action));
    }
}
