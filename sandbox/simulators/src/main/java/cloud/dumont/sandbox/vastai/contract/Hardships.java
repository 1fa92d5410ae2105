package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.fault.Fault;
import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.account.Accounts;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.vastai.market.Market;
import cloud.dumont.sandbox.vastai.market.Offer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What befalls whole accounts: an empty balance, and things in the account that its owner never made. */
public final class Hardships {
    private static final Endpoint ELSEWHERE = new Endpoint("203.0.113.9", Map.of(22, 41_022));

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private final Contracts contracts;
    private final Accounts accounts;
    private final Market market;
    private final Faults faults;
    private final Lifecycle life;
    private final BiFunction<Account, Instant, BigDecimal> credit;
    private Instant lookedAt = Instant.EPOCH;

    public Hardships(
            Contracts contracts,
            Accounts accounts,
            Market market,
            Faults faults,
            Lifecycle life,
            BiFunction<Account, Instant, BigDecimal> credit) {
        this.contracts = contracts;
        this.accounts = accounts;
        this.market = market;
        this.faults = faults;
        this.life = life;
        this.credit = credit;
    }

    public void befall(Instant now) {
        if (now.isBefore(lookedAt.plus(LOOKS_EVERY))) {
            return;
        }
        lookedAt = now;
        for (Account account : accounts.all()) {
            if (faults.strike(VastFault.FOREIGN_RESOURCES.kind(), Map.of(), Hardships::isFresh)
                    .isPresent()) {
                intrude(account, now);
            }
            stopIfBroke(account, now);
        }
    }

    /** Without a count one intrusion is meant, not one at every beat. */
    private static boolean isFresh(Fault fault) {
        return fault.left() > 0 || fault.struck() == 0;
    }

    private void stopIfBroke(Account account, Instant now) {
        List<Contract> owned = contracts.of(account.id());
        boolean spends =
                owned.stream().anyMatch(contract -> contract.situation().wantsToRun());
        if (spends && credit.apply(account, now).signum() <= 0) {
            owned.stream()
                    .filter(contract -> !contract.rental().foreign())
                    .filter(contract -> contract.situation().wantsToRun())
                    .forEach(contract -> life.stopByVendor(contract, now));
        }
    }

    /** Somebody else who has the key rents a machine and adds an SSH key. */
    private void intrude(Account account, Instant now) {
        SshKey key = new SshKey(accounts.takeKeyId(), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFs stranger", now);
        accounts.put(account.withKey(key));
        market.offers().stream().findFirst().ifPresent(offer -> {
            market.rent(offer);
            Situation running = Situation.ordered(now).up(ELSEWHERE, "success, running pytorch/pytorch_latest/ssh");
            contracts.put(
                    new Contract(
                            contracts.takeId(),
                            account.id(),
                            rental(offer, now),
                            "someone-elses-training",
                            null,
                            offer.minBid(),
                            List.of(key),
                            null,
                            running),
                    now);
        });
    }

    private static Rental rental(Offer offer, Instant now) {
        return new Rental(
                offer.facts(),
                offer.gpus(),
                false,
                offer.price(),
                BigDecimal.valueOf(20),
                "pytorch/pytorch:latest",
                "ssh_direct",
                Map.of(),
                "",
                List.of(),
                "not-yours",
                "not-yours",
                now,
                true);
    }
}
