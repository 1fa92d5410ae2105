package cloud.dumont.sandbox.vastai;

import cloud.dumont.sandbox.meter.Usage;
import cloud.dumont.sandbox.vastai.account.Account;
import cloud.dumont.sandbox.vastai.contract.Contract;
import java.time.Instant;
import java.util.List;

/**
 * Everything the vendor must still know after a restart. The market is not in it: offers are short-lived, machines come
 * back from the seed.
 *
 * @param aliveAt the last moment at which the vendor is known to have run
 */
record VastState(
        int version,
        Instant aliveAt,
        long nextOffer,
        long nextContract,
        int nextMachine,
        List<Account> accounts,
        List<Contract> contracts,
        List<Usage> usages) {
    static final int VERSION = 1;
    static final long FIRST_OFFER = 41_000_001;
    static final long FIRST_CONTRACT = 30_000_001;

    static VastState fresh(Instant now) {
        return new VastState(VERSION, now, FIRST_OFFER, FIRST_CONTRACT, 0, List.of(), List.of(), List.of());
    }
}
