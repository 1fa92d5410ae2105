package cloud.dumont.sandbox.vastai.contract;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A create request that passed every check, not yet a contract. */
public record Draft(
        long account,
        Rental rental,
        @Nullable String label,
        @Nullable BigDecimal bid,
        BigDecimal minBid,
        List<SshKey> keys) {}
