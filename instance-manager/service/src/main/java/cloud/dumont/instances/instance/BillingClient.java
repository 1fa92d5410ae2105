package cloud.dumont.instances.instance;

import cloud.dumont.json.DumontJson;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.peer.PeerException;
import cloud.dumont.web.peer.PeerFailure;
import cloud.dumont.web.peer.Peers;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Money set aside for a launch. Every call may be repeated. */
@Component
public class BillingClient {
    private static final Logger log = LoggerFactory.getLogger(BillingClient.class);
    private static final String SERVICE = "billing-service";
    private static final int PAYMENT_REQUIRED = 402;
    private final Peers peers;

    BillingClient(Peers peers) {
        this.peers = peers;
    }

    record HoldRequest(InstanceId instance, UserId user, HourlyPrice pricePerHour, String purpose) {}

    public record RefusalLine(String code, @Nullable String detail) {}

    public record Spending(
            boolean allowed,
            @Nullable Money needed,
            @Nullable Money available,
            @Nullable Money hold,
            @Nullable Money reserve,
            @Nullable Long runwayS,
            @Nullable List<RefusalLine> refusals) {}

    /** Sets money aside, or renews what is set aside already. @throws RefusedException the user cannot pay, or billing is away */
    public void hold(InstanceId instance, UserId user, HourlyPrice price) {
        ask(() -> peers.client(SERVICE)
                .post()
                .uri("/internal/holds")
                .body(new HoldRequest(instance, user, price, "launch"))
                .retrieve()
                .toBodilessEntity());
    }

    /** Best effort: what is not released expires by itself within minutes. */
    public void release(InstanceId instance) {
        try {
            Peers.call(
                    SERVICE,
                    () -> peers.client(SERVICE)
                            .delete()
                            .uri("/internal/holds/{instance}", instance.text())
                            .retrieve()
                            .toBodilessEntity());
        } catch (PeerException e) {
            log.atWarn().addKeyValue("machine_id", instance).log("a hold was not released and will expire");
        }
    }

    public Spending canSpend(UserId user, HourlyPrice price) {
        return ask(() -> peers.client(SERVICE)
                .get()
                .uri("/internal/can-spend?user={user}&price_nanos_h={price}", user.text(), price.nanos())
                .retrieve()
                .requiredBody(Spending.class));
    }

    private static <T> T ask(java.util.function.Supplier<T> call) {
        try {
            return Peers.call(SERVICE, call);
        } catch (PeerException e) {
            throw new RefusedException(
                    switch (e.failure()) {
                        case PeerFailure.Refused refused -> refusal(refused);
                        case PeerFailure.Unreachable away -> new CommonRefusal.Unavailable("billing");
                    });
        }
    }

    private static InstanceRefusal refusal(PeerFailure.Refused refused) {
        if (refused.status() == PAYMENT_REQUIRED) {
            JsonNode body = DumontJson.mapper().readTree(refused.body());
            return new InstanceRefusal.InsufficientBalance(amount(body, "needed"), amount(body, "available"));
        }
        return new InstanceRefusal.AccountNotReady(refused.code(), refused.detail());
    }

    private static Money amount(JsonNode body, String field) {
        return Money.parse(body.path(field).path("amount").asString("0"));
    }
}
