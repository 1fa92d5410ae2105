package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceState;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Serving;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the other services ask about machines. */
@RestController
class InternalController {
    private final Instances instances;

    InternalController(Instances instances) {
        this.instances = instances;
    }

    /** @param host null unless something can be reached there now; then {@code message} says in one line why not */
    record Route(
            InstanceId instance,
            String status,
            long epoch,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String sshUser,
            String message) {}

    record Facts(InstanceId id, UserId user, String name, String status, long epoch) {}

    @GetMapping("/internal/routes")
    Route route(@RequestParam UserId user, @RequestParam String name) {
        Instance instance =
                instances.named(user, name).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        Serving serving = instance.state() instanceof InstanceState.Served served ? served.serving() : null;
        return new Route(
                instance.id(),
                instance.status().word(),
                instance.epoch().value(),
                serving == null ? null : serving.ssh().host(),
                serving == null ? null : serving.ssh().port(),
                serving == null ? null : serving.sshUser(),
                instance.name() + " is " + instance.status().word() + ": "
                        + instance.state().reason().detail());
    }

    @GetMapping("/internal/instances/{id}")
    Facts facts(@PathVariable InstanceId id) {
        Instance instance = instances.find(id).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        return new Facts(
                instance.id(),
                instance.user(),
                instance.name(),
                instance.status().word(),
                instance.epoch().value());
    }
}
