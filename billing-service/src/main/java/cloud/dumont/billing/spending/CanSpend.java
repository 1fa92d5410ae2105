package cloud.dumont.billing.spending;

import cloud.dumont.billing.rating.Runway;
import cloud.dumont.billing.wallet.Wallets;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says what a launch would need, and changes nothing. */
@Component
public class CanSpend {
    private final Wallets wallets;
    private final SpendingConfig config;

    CanSpend(Wallets wallets, SpendingConfig config) {
        this.wallets = wallets;
        this.config = config;
    }

    public record Reason(String code, String detail) {}

    /**
     * @param needed what must be free; {@code hold} the same, {@code reserve} the part of it that is the landing reserve
     * @param runwayS how long the free money would last with this machine beside those that run
     */
    public record Answer(
            boolean allowed,
            Money needed,
            Money available,
            Money hold,
            Money reserve,
            long runwayS,
            List<Reason> refusals) {}

    public Answer ask(UserId user, HourlyPrice price, Instant now) {
        Reservation reservation = Reservation.of(price, config);
        return wallets.read(user, now)
                .map(found -> {
                    Money available = found.balance().available();
                    List<Reason> refusals =
                            SpendingRefusal.check(found.wallet(), reservation.amount(), available).stream()
                                    .map(refusal -> new Reason(refusal.code(), refusal.detail()))
                                    .toList();
                    return answer(
                            reservation, available, price.plus(found.balance().burnPerHour()), refusals);
                })
                .orElseGet(() -> {
                    SpendingRefusal nothing = new SpendingRefusal.InsufficientBalance(reservation.amount(), Money.ZERO);
                    return answer(
                            reservation, Money.ZERO, price, List.of(new Reason(nothing.code(), nothing.detail())));
                });
    }

    private static Answer answer(Reservation reservation, Money available, HourlyPrice burn, List<Reason> refusals) {
        return new Answer(
                refusals.isEmpty(),
                reservation.amount(),
                available,
                reservation.amount(),
                reservation.reserve(),
                Runway.seconds(available, burn).orElse(0L),
                refusals);
    }
}
