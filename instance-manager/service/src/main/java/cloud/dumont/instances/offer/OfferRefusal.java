package cloud.dumont.instances.offer;

import cloud.dumont.kernel.OfferId;
import cloud.dumont.web.problem.Refusal;
import java.util.List;
import java.util.Map;

/** Why there is no such offer. */
public sealed interface OfferRefusal extends Refusal {
    /** @param alternatives offers like it that are there now, cheapest first */
    record OfferGone(List<OfferId> alternatives) implements OfferRefusal {
        @Override
        public String code() {
            return "offer_gone";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "Somebody else took this offer, or its vendor withdrew it.";
        }

        @Override
        public Map<String, Object> extras() {
            return Map.of(
                    "alternatives", alternatives.stream().map(OfferId::text).toList());
        }
    }

    record NoOfferMatches() implements OfferRefusal {
        @Override
        public String code() {
            return "no_offer_matches";
        }

        @Override
        public int status() {
            return 422;
        }

        @Override
        public String detail() {
            return "Nothing on the market fits right now. Raise the price limit, or ask for less.";
        }
    }
}
