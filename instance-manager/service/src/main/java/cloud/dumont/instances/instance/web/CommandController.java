package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.action.ActionWait;
import cloud.dumont.instances.idempotency.Answer;
import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.instances.instance.Command;
import cloud.dumont.instances.instance.CommandInstance;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.InstanceRefusal;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.LeaveBox;
import cloud.dumont.instances.instance.MoveInstance;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.Parting;
import cloud.dumont.instances.instance.RentInstance;
import cloud.dumont.instances.instance.RentalSpec;
import cloud.dumont.instances.instance.Status;
import cloud.dumont.instances.instance.Target;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import cloud.dumont.web.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Stop, start, reboot, move, destroy: each answers 202 with the machine and its running action. */
@RestController
class CommandController {
    private static final InstanceResource.Warning CHANGES_LOST = new InstanceResource.Warning(
            "disk_lost", "The box is given back at once; what changed on its disk since the last backup is lost.");

    private final CommandInstance commands;
    private final MoveInstance moves;
    private final LeaveBox leaveBox;
    private final RentInstance rent;
    private final Instances instances;
    private final IdempotentRequests idempotent;
    private final Requests requests;
    private final InstanceShape shape;
    private final ActionWait wait;
    private final Ids ids;

    CommandController(
            CommandInstance commands,
            MoveInstance moves,
            LeaveBox leaveBox,
            RentInstance rent,
            Instances instances,
            IdempotentRequests idempotent,
            Requests requests,
            InstanceShape shape,
            ActionWait wait,
            Ids ids) {
        this.commands = commands;
        this.moves = moves;
        this.leaveBox = leaveBox;
        this.rent = rent;
        this.instances = instances;
        this.idempotent = idempotent;
        this.requests = requests;
        this.shape = shape;
        this.wait = wait;
        this.ids = ids;
    }

    record StopRequest(
            @Nullable Boolean finalBackup,
            @Nullable Integer deadlineS,
            @Nullable Boolean acceptDataLoss) {}

    record StartRequest(@Nullable HourlyPrice maxPricePerHour) {}

    record NoBody() {}

    /** @param target {@code standby} or {@code gpu} @param reason why, in the user's words */
    record MoveRequest(@Nullable String target, @Nullable String reason) {
        private static final int MOST_WORDS = 200;

        Target.Kind where() {
            return switch (target) {
                case "standby" -> Target.Kind.STANDBY;
                case "gpu" -> Target.Kind.GPU;
                case null, default ->
                    throw new RefusedException(
                            new CommonRefusal.ValidationFailed("#/target", "unknown", "Either standby or gpu."));
            };
        }

        String words() {
            String words = reason == null ? "" : reason.strip();
            if (words.length() > MOST_WORDS) {
                throw new RefusedException(new CommonRefusal.ValidationFailed(
                        "#/reason", "too_long", "At most " + MOST_WORDS + " characters."));
            }
            return words;
        }
    }

    @PostMapping("/api/v1/instances/{id}/stop")
    @RequiresScope("instances:write")
    ResponseEntity<byte[]> stop(
            @PathVariable InstanceId id,
            @RequestBody(required = false) @Nullable StopRequest body,
            Caller caller,
            HttpServletRequest request) {
        StopRequest wish = body == null ? new StopRequest(null, null, null) : body;
        Parting parting =
                PartingRequest.of(leaveBox.usual(), wish.finalBackup(), wish.deadlineS(), wish.acceptDataLoss(), null);
        Origin origin = origin(caller, request);
        return command(id, caller, request, wish, (instance, action) -> {
            commands.stop(instance, action, parting, origin);
            return instance.status() == Status.STOPPING ? List.of(CHANGES_LOST) : List.of();
        });
    }

    @PostMapping("/api/v1/instances/{id}/reboot")
    @RequiresScope("instances:write")
    ResponseEntity<byte[]> reboot(
            @PathVariable InstanceId id,
            @RequestBody(required = false) @Nullable NoBody body,
            Caller caller,
            HttpServletRequest request) {
        Origin origin = origin(caller, request);
        return command(id, caller, request, new NoBody(), (instance, action) -> {
            commands.reboot(instance, action, origin);
            return List.of();
        });
    }

    @PostMapping("/api/v1/instances/{id}/failover")
    @RequiresScope("failover:write")
    ResponseEntity<byte[]> failover(
            @PathVariable InstanceId id, @RequestBody MoveRequest body, Caller caller, HttpServletRequest request) {
        Target.Kind where = body.where();
        String words = body.words();
        Origin origin = origin(caller, request);
        return command(id, caller, request, body, (instance, action) -> {
            moves.move(instance, action, where, words, origin);
            return List.of();
        });
    }

    @PostMapping("/api/v1/instances/{id}/return")
    @RequiresScope("failover:write")
    ResponseEntity<byte[]> comeBack(
            @PathVariable InstanceId id,
            @RequestBody(required = false) @Nullable NoBody body,
            Caller caller,
            HttpServletRequest request) {
        Origin origin = origin(caller, request);
        return command(id, caller, request, new NoBody(), (instance, action) -> {
            commands.comeBack(instance, action, origin);
            return List.of();
        });
    }

    @PostMapping("/api/v1/instances/{id}/start")
    @RequiresScope("instances:write")
    ResponseEntity<byte[]> start(
            @PathVariable InstanceId id,
            @RequestBody(required = false) @Nullable StartRequest body,
            Caller caller,
            HttpServletRequest request) {
        StartRequest wish = body == null ? new StartRequest(null) : body;
        HourlyPrice limit = RentalRequest.validPrice(wish.maxPricePerHour());
        Origin origin = origin(caller, request);
        Duration patience = requests.patience(request);
        own(id, caller);
        Answer answer = idempotent.once(
                requests.keyed(caller, request, wish), ids.next(ActionId::new).value(), action -> {
                    Instance before = own(id, caller);
                    commands.refuseUnless(before, Command.START);
                    RentalSpec spec = rent.prepareStart(before, limit);
                    return () -> {
                        Instance instance = locked(id, caller);
                        commands.start(instance, new ActionId(action), spec, origin);
                        return accepted(instance, caller, List.of());
                    };
                });
        return finish(answer, id, caller, patience, List.of());
    }

    @DeleteMapping("/api/v1/instances/{id}")
    @RequiresScope("instances:destroy")
    ResponseEntity<byte[]> destroy(
            @PathVariable InstanceId id, PartingRequest wish, Caller caller, HttpServletRequest request) {
        Parting parting = wish.over(leaveBox.usual());
        Instance before = own(id, caller);
        if (before.status() == Status.DESTROYED) {
            return ResponseEntity.noContent().build();
        }
        String condition = request.getHeader("If-Match");
        if (condition != null && !InstanceShape.isStill(before, condition)) {
            throw new RefusedException(new InstanceRefusal.PreconditionFailed());
        }
        Origin origin = origin(caller, request);
        return command(id, caller, request, wish, (instance, action) -> {
            commands.destroy(instance, action, parting, origin);
            return List.of();
        });
    }

    private ResponseEntity<byte[]> command(
            InstanceId id,
            Caller caller,
            HttpServletRequest request,
            Object body,
            BiFunction<Instance, ActionId, List<InstanceResource.Warning>> command) {
        own(id, caller);
        Duration patience = requests.patience(request);
        List<InstanceResource.Warning> warnings = new ArrayList<>();
        Answer answer = idempotent.once(
                requests.keyed(caller, request, body), ids.next(ActionId::new).value(), action -> () -> {
                    Instance instance = locked(id, caller);
                    warnings.addAll(command.apply(instance, new ActionId(action)));
                    return accepted(instance, caller, warnings);
                });
        return finish(answer, id, caller, patience, warnings);
    }

    private ResponseEntity<byte[]> finish(
            Answer answer, InstanceId id, Caller caller, Duration patience, List<InstanceResource.Warning> warnings) {
        if (patience.isZero() || answer.replayed()) {
            return requests.answer(answer);
        }
        shape.currentAction(id).ifPresent(action -> wait.await(action, caller.user(), patience));
        return requests.answer(accepted(own(id, caller), caller, warnings));
    }

    private Answer accepted(Instance instance, Caller caller, List<InstanceResource.Warning> warnings) {
        return Answer.fresh(
                202,
                Map.of(
                        "Location",
                        "/api/v1/instances/" + instance.id(),
                        "ETag",
                        "\"" + InstanceShape.etag(instance) + "\""),
                requests.json(shape.draw(instance, caller.handle(), warnings)));
    }

    private Instance own(InstanceId id, Caller caller) {
        return instances.find(id, caller.user()).orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    private Instance locked(InstanceId id, Caller caller) {
        return instances
                .lock(id)
                .filter(instance -> instance.user().equals(caller.user()))
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }

    private static Origin origin(Caller caller, HttpServletRequest request) {
        return Origin.of(caller, RequestIdFilter.current(request));
    }
}
