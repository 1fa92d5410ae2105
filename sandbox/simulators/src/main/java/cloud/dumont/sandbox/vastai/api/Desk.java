package cloud.dumont.sandbox.vastai.api;

import cloud.dumont.sandbox.fault.Faults;
import cloud.dumont.sandbox.meter.Meter;
import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.account.Accounts;
import cloud.dumont.sandbox.vastai.contract.BootTimes;
import cloud.dumont.sandbox.vastai.contract.ClientCommands;
import cloud.dumont.sandbox.vastai.contract.Contracts;
import cloud.dumont.sandbox.vastai.fault.VastFault;
import cloud.dumont.sandbox.vastai.market.Market;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** Everything the vendor's endpoints work on. Used under the vendor's lock only. */
public record Desk(
        Market market,
        Contracts contracts,
        ClientCommands commands,
        Accounts accounts,
        Faults faults,
        BootTimes times,
        Meter meter) {

    /** What the account can still spend; nothing while it is made to have none. */
    public BigDecimal credit(Account account, Instant now) {
        if (faults.stands(VastFault.OUT_OF_CREDIT.kind(), Map.of())) {
            return BigDecimal.ZERO;
        }
        return account.granted()
                .subtract(meter.readOf(Long.toString(account.id()), now).totalUsd());
    }
}
