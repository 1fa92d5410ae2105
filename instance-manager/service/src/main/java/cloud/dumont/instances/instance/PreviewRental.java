package cloud.dumont.instances.instance;

import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.kernel.Money;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.problem.Refusal;
import cloud.dumont.web.problem.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a rental would cost, and what would be in its way; changes nothing. */
@Component
public class PreviewRental {
    private final OfferChoice choice;
    private final AccountClient accounts;
    private final BillingClient billing;
    private final RentInstance rent;
    private final Pricing pricing;

    PreviewRental(
            OfferChoice choice, AccountClient accounts, BillingClient billing, RentInstance rent, Pricing pricing) {
        this.choice = choice;
        this.accounts = accounts;
        this.billing = billing;
        this.rent = rent;
        this.pricing = pricing;
    }

    /** @param quote null when nothing fits */
    public record Preview(
            @Nullable Quote quote,
            @Nullable Money hold,
            @Nullable Money reserve,
            @Nullable Long runwayS,
            List<BillingClient.RefusalLine> refusals) {}

    public Preview preview(UserId user, RentalWish wish) {
        List<BillingClient.RefusalLine> refusals = new ArrayList<>();
        note(refusals, () -> rent.checkQuota(user, accounts.account(user).plan().maxInstances()));
        note(refusals, () -> rent.checkName(user, wish.name()));
        MarketOffer offer;
        try {
            offer = choice.choose(wish);
        } catch (RefusedException e) {
            refusals.add(line(e.refusal()));
            return new Preview(null, null, null, null, refusals);
        }
        Quote quote = offer.quote(pricing, wish.diskGb());
        BillingClient.Spending spending = billing.canSpend(user, quote.price());
        if (spending.refusals() != null) {
            refusals.addAll(spending.refusals());
        }
        return new Preview(quote, spending.hold(), spending.reserve(), spending.runwayS(), refusals);
    }

    private static void note(List<BillingClient.RefusalLine> refusals, Runnable check) {
        try {
            check.run();
        } catch (RefusedException e) {
            refusals.add(line(e.refusal()));
        }
    }

    private static BillingClient.RefusalLine line(Refusal refusal) {
        return new BillingClient.RefusalLine(refusal.code(), refusal.detail());
    }
}
