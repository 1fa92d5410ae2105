package cloud.dumont.instances.instance.web;

import cloud.dumont.instances.action.Action;
import cloud.dumont.instances.action.ActionWait;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.idempotency.Answer;
import cloud.dumont.instances.idempotency.IdempotentRequests;
import cloud.dumont.instances.idempotency.Requests;
import cloud.dumont.instances.instance.BillingClient;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.PreviewRental;
import cloud.dumont.instances.instance.RentInstance;
import cloud.dumont.instances.instance.RentalWish;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.standby.Standbys;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import cloud.dumont.web.request.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CreateController {
    private final RentInstance rent;
    private final PreviewRental preview;
    private final IdempotentRequests idempotent;
    private final Requests requests;
    private final InstanceShape shape;
    private final Instances instances;
    private final Actions actions;
    private final ActionWait wait;
    private final Standbys standbys;
    private final StandbyQuotes quotes;
    private final Ids ids;

    CreateController(
            RentInstance rent,
            PreviewRental preview,
            IdempotentRequests idempotent,
            Requests requests,
            InstanceShape shape,
            Instances instances,
            Actions actions,
            ActionWait wait,
            Standbys standbys,
            StandbyQuotes quotes,
            Ids ids) {
        this.rent = rent;
        this.preview = preview;
        this.idempotent = idempotent;
        this.requests = requests;
        this.shape = shape;
        this.instances = instances;
        this.actions = actions;
        this.wait = wait;
        this.standbys = standbys;
        this.quotes = quotes;
        this.ids = ids;
    }

    record Components(HourlyPrice gpu, HourlyPrice disk, HourlyPrice traffic, HourlyPrice fee) {
        static @Nullable Components of(@Nullable Quote quote) {
            return quote == null ? null : new Components(quote.gpu(), quote.disk(), quote.traffic(), quote.fee());
        }
    }

    record DryRun(
            @Nullable HourlyPrice pricePerHour,
            @Nullable Components components,
            @Nullable Money hold,
            @Nullable Money reserve,
            @Nullable Long runwayS,
            List<StandbyQuote> standby,
            List<BillingClient.RefusalLine> refusals) {
        static DryRun of(PreviewRental.Preview preview, List<StandbyQuote> standby) {
            Quote quote = preview.quote();
            return new DryRun(
                    quote == null ? null : quote.price(),
                    Components.of(quote),
                    preview.hold(),
                    preview.reserve(),
                    preview.runwayS(),
                    standby,
                    preview.refusals());
        }
    }

    @PostMapping(path = "/api/v1/instances", params = "dry_run=true")
    @RequiresScope("instances:write")
    DryRun preview(@RequestBody RentalRequest body, Caller caller) {
        RentalWish wish = body.wish(standbys);
        return DryRun.of(preview.preview(caller.user(), wish), quotes.of(wish.standby(), wish.diskGb()));
    }

    @PostMapping("/api/v1/instances")
    @RequiresScope("instances:write")
    ResponseEntity<byte[]> create(@RequestBody RentalRequest body, Caller caller, HttpServletRequest request) {
        RentalWish wish = body.wish(standbys);
        Duration patience = requests.patience(request);
        Origin origin = Origin.of(caller, RequestIdFilter.current(request));
        Answer answer = idempotent.once(
                requests.keyed(caller, request, body), ids.next(InstanceId::new).value(), id -> {
                    RentInstance.Prepared prepared = rent.prepare(new InstanceId(id), caller, wish);
                    return () -> accepted(rent.commit(prepared, origin), caller);
                });
        return requests.answer(patience.isZero() || answer.replayed() ? answer : patiently(answer, caller, patience));
    }

    private Answer accepted(Instance instance, Caller caller) {
        return Answer.fresh(
                202,
                Map.of(
                        "Location",
                        "/api/v1/instances/" + instance.id(),
                        "ETag",
                        "\"" + InstanceShape.etag(instance) + "\""),
                requests.json(shape.draw(instance, caller.handle())));
    }

    private Answer patiently(Answer first, Caller caller, Duration patience) {
        String location = first.headers().getOrDefault("Location", "");
        InstanceId id = InstanceId.parse(location.substring(location.lastIndexOf('/') + 1));
        actions.running(id).map(Action::id).ifPresent(action -> wait.await(action, caller.user(), patience));
        return accepted(instances.find(id, caller.user()).orElseThrow(), caller);
    }
}
