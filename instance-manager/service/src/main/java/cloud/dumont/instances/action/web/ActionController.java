package cloud.dumont.instances.action.web;

import cloud.dumont.instances.action.ActionResource;
import cloud.dumont.instances.action.ActionWait;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ActionController {
    private static final int LONGEST_WAIT_S = 60;
    private final ActionWait actions;

    ActionController(ActionWait actions) {
        this.actions = actions;
    }

    @GetMapping("/api/v1/actions/{id}")
    @RequiresScope("instances:read")
    ActionResource read(@PathVariable ActionId id, @RequestParam(defaultValue = "0") int wait, Caller caller) {
        if (wait < 0 || wait > LONGEST_WAIT_S) {
            throw new RefusedException(
                    new CommonRefusal.ValidationFailed("?wait", "out_of_range", "wait is 0 to 60 seconds."));
        }
        return actions.await(id, caller.user(), Duration.ofSeconds(wait))
                .map(ActionResource::of)
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }
}
