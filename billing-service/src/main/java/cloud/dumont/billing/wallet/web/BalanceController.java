package cloud.dumont.billing.wallet.web;

import cloud.dumont.billing.wallet.Balance;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.caller.RequiresScope;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BalanceController {
    private final Wallets wallets;
    private final InstantSource clock;

    BalanceController(Wallets wallets, InstantSource clock) {
        this.wallets = wallets;
        this.clock = clock;
    }

    @GetMapping("/api/v1/billing/balance")
    @RequiresScope("billing:read")
    Balance balance(Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return wallets.show(caller.user(), now);
    }
}
