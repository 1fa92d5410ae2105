package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.contract.Phase;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Changes to one instance that the caller owns. */
final class InstanceCalls {
    private static final BigDecimal LEAST_BID = new BigDecimal("0.001");
    private static final BigDecimal MOST_BID_A_GPU = BigDecimal.valueOf(32);
    private static final int LONGEST_LABEL = 1024;

    private final Desk desk;

    InstanceCalls(Desk desk) {
        this.desk = desk;
    }

    /** Start, stop or label, whichever the body names. */
    Reply manage(Contract contract, JsonNode body, Map<String, String> facts, Instant now) {
        JsonNode label = body.path("label");
        if (label.isString() && label.asString().length() > LONGEST_LABEL) {
            return Answers.bad("label_too_long", "label is longer than " + LONGEST_LABEL + " characters");
        }
        if (label.isString()) {
            desk.commands().label(contract, label.asString(), now);
        }
        Contract current = desk.contracts().find(contract.id()).orElse(contract);
        return switch (body.path("state").asString("")) {
            case "" -> label.isString() ? Answers.done() : Answers.bad("invalid_args", "nothing to do");
            case "stopped" -> {
                desk.commands().stop(current, now);
                yield Answers.done();
            }
            case "running" -> start(current, facts, now);
            default -> Answers.bad("invalid_args", "invalid state");
        };
    }

    private Reply start(Contract contract, Map<String, String> facts, Instant now) {
        boolean down = contract.phase() == Phase.STOPPED || contract.phase() == Phase.STOPPING;
        if (down && noCredit(contract, now)) {
            return Answers.bad("insufficient_credit", "Your account lacks credit; see the billing page.");
        }
        if (down && !now.isBefore(contract.rental().facts().endDate())) {
            return Answers.bad("resources_unavailable", "The contract of this machine has ended.");
        }
        Optional<Fault> refused = down ? desk.faults().strike(VastFault.START_REFUSED.kind(), facts) : Optional.empty();
        if (refused.isEmpty()) {
            desk.commands().start(contract, now);
            return Answers.done();
        }
        if (refused.get().setting("form", "").equals("scheduling")) {
            desk.commands().startInVain(contract, now);
            return Answers.done();
        }
        return Answers.bad("resources_unavailable", "Required resources are currently unavailable.");
    }

    private boolean noCredit(Contract contract, Instant now) {
        return desk.accounts().all().stream()
                .filter(account -> account.id() == contract.account())
                .anyMatch(account -> desk.credit(account, now).signum() <= 0);
    }

    Reply reboot(Contract contract, Instant now) {
        desk.commands().reboot(contract, now);
        return Answers.done();
    }

    Reply recycle(Contract contract, Instant now) {
        desk.commands().recycle(contract, now);
        return Answers.done();
    }

    Reply destroy(Contract contract, Instant now) {
        desk.commands().destroy(contract, now);
        return Answers.done();
    }

    Reply bid(Contract contract, JsonNode body, Instant now) {
        BigDecimal price = OfferSearch.decimal(body.get("price")).orElse(BigDecimal.ZERO);
        BigDecimal most =
                MOST_BID_A_GPU.multiply(BigDecimal.valueOf(contract.rental().gpus()));
        if (price.compareTo(LEAST_BID) < 0) {
            return Answers.bad("invalid_args", "Please set a bid price >= 0.001.");
        }
        if (price.compareTo(most) > 0) {
            return Answers.bad("invalid_args", "Please set a bid price <= " + most + ".");
        }
        if (contract.bid() == null) {
            return Answers.bad("invalid_args", "This instance is not interruptible.");
        }
        desk.commands().bid(contract, price, now);
        return Answers.done();
    }
}
