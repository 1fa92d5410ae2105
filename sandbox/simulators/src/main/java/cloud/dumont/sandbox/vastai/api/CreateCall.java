package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.contract.Contract;
import cloud.dumont.sandbox.vastai.contract.Draft;
import cloud.dumont.sandbox.vastai.contract.Rental;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.vastai.market.Offer;
import cloud.dumont.sandbox.wire.Json;
import cloud.dumont.sandbox.wire.WireAnswer;
import cloud.dumont.sandbox.wire.WireAnswer.Reply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rents an offer. The checks are in the order that a client can observe: the body, the offer, the money, the bid. */
final class CreateCall {
    private static final double HIDDEN = 8;
    private static final int SECRET_BYTES = 16;

    private final Desk desk;
    private final SplittableRandom secrets;

    CreateCall(Desk desk, long seed) {
        this.desk = desk;
        this.secrets = new SplittableRandom(seed ^ 0x5ec2e7);
    }

    Reply answer(long offerId, Account account, JsonNode body, Map<String, String> facts, Instant now) {
        CreateRequest request = CreateRequest.read(body);
        Optional<Reply> refusal = request.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Offer> found = desk.market().find(offerId);
        if (found.isEmpty()) {
            return Answers.noSuchAsk(offerId);
        }
        Offer offer = found.get();
        if (strike(VastFault.OFFER_GONE, facts).isPresent()) {
            desk.market().loseToStranger(offer);
            return Answers.noSuchAsk(offerId);
        }
        if (strike(VastFault.OFFER_GONE_410, facts).isPresent()) {
            desk.market().loseToStranger(offer);
            return Answers.askGone(offerId);
        }
        return checkFit(request, offer, account, now).orElseGet(() -> rent(request, offer, account, facts, now));
    }

    private Optional<Reply> checkFit(CreateRequest request, Offer offer, Account account, Instant now) {
        if (desk.credit(account, now).signum() <= 0) {
            return Optional.of(Answers.bad("insufficient_credit", "Your account lacks credit; see the billing page."));
        }
        if (request.disk().compareTo(BigDecimal.valueOf(offer.disk())) > 0) {
            return Optional.of(Answers.bad("invalid_args", "error 400/3467: Invalid args: not enough disk space"));
        }
        if (request.vm()) {
            return Optional.of(Answers.bad("no_ssh_key_for_vm", "virtual machines are not let on this offer"));
        }
        if (request.price() != null && !offer.bids()) {
            return Optional.of(Answers.bad("invalid_price", "this offer takes no bids"));
        }
        return Optional.empty();
    }

    private Reply rent(CreateRequest request, Offer offer, Account account, Map<String, String> facts, Instant now) {
        Draft draft = draft(request, offer, account, strike(VastFault.PRICE_DRIFT, facts), now);
        BigDecimal bid = request.price();
        boolean refused = bid != null
                && (bid.compareTo(offer.minBid()) < 0
                        || strike(VastFault.SPOT_REFUSED_WITH_CONTRACT, facts).isPresent());
        if (refused) {
            desk.market().rent(offer);
            return refuseWithContract(desk.commands().createRefused(draft, now));
        }
        if (bid != null && bid.compareTo(offer.minBid()) == 0 && request.cancelUnavailable()) {
            return Answers.askGone(offer.id());
        }
        desk.market().rent(offer);
        Contract contract = desk.commands().create(draft, hiddenFor(facts), now);
        ObjectNode answer = Json.object();
        answer.put("success", true);
        answer.put("new_contract", contract.id());
        answer.put("instance_api_key", contract.rental().apiKey());
        return Answers.ok(answer);
    }

    private static Reply refuseWithContract(Contract contract) {
        ObjectNode body = Answers.envelope("invalid_price", "Bid is too low; the instance was created stopped.");
        body.put("new_contract", contract.id());
        return WireAnswer.json(400, body);
    }

    private @Nullable Duration hiddenFor(Map<String, String> facts) {
        return strike(VastFault.READ_AFTER_CREATE_NULL, facts)
                .map(fault -> fault.setting("delay_s", ""))
                .map(seconds ->
                        seconds.isEmpty() ? desk.times().seconds(HIDDEN) : Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }

    private Draft draft(CreateRequest request, Offer offer, Account account, Optional<Fault> drift, Instant now) {
        BigDecimal price = drift.map(fault -> new BigDecimal(fault.setting("factor", "1.15")))
                .map(factor -> offer.price().multiply(factor).setScale(6, RoundingMode.HALF_UP))
                .orElse(offer.price());
        Rental rental = new Rental(
                offer.facts(),
                offer.gpus(),
                request.price() != null,
                price,
                request.disk(),
                request.image(),
                request.runtype(),
                request.env(),
                request.onstart(),
                request.args(),
                secret(),
                secret(),
                now,
                false);
        return new Draft(account.id(), rental, request.label(), request.price(), offer.minBid(), account.keys());
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        secrets.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Optional<Fault> strike(VastFault fault, Map<String, String> facts) {
        return desk.faults().strike(fault.kind(), facts);
    }
}
