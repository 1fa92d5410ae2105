package cloud.dumont.instances.standby;

import cloud.dumont.instances.pricing.Pricing;
import cloud.dumont.instances.pricing.Quote;
import cloud.dumont.instances.vendor.Vendors;
import cloud.dumont.kernel.HourlyPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The standbys that can be had: where, as what, and for how much. */
@Component
public class Standbys {
    private static final Pattern TYPE = Pattern.compile("([a-z0-9]+)-(standard|highmem|highcpu)-([0-9]{1,3})");
    private static final Map<String, Integer> GIB_PER_VCPU = Map.of("standard", 4, "highmem", 8, "highcpu", 1);
    private static final BigDecimal MONTH_HOURS = BigDecimal.valueOf(730);
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);
    /** A cloud's image does not fit on less. */
    private static final int LEAST_DISK_GB = 10;

    private final StandbyConfig config;
    private final Vendors vendors;
    private final Pricing pricing;

    Standbys(StandbyConfig config, Vendors vendors, Pricing pricing) {
        this.config = config;
        this.vendors = vendors;
        this.pricing = pricing;
    }

    /** @param zone and {@code machineType}: in the cloud's own words */
    public record Place(String zone, String machineType, boolean spot) {}

    /** Whether this installation has any. */
    public boolean exist() {
        return vendors.standby().isPresent();
    }

    /** In the order in which they are to be tried: the user's zone first. @param failed zones that did not do */
    public List<Place> places(StandbyPolicy policy, Collection<String> failed) {
        if (policy.isOff() || !exist()) {
            return List.of();
        }
        List<String> zones = new ArrayList<>(config.zones());
        String first = policy.zone();
        if (first != null) {
            zones.remove(first);
            zones.addFirst(first);
        }
        return zones.stream()
                .filter(zone -> !failed.contains(zone))
                .map(zone -> new Place(zone, machineType(policy), policy.spot()))
                .toList();
    }

    public String machineType(StandbyPolicy policy) {
        String type = policy.machineType();
        return type == null ? config.machineType() : type;
    }

    public boolean knows(@Nullable String zone, @Nullable String machineType) {
        return (zone == null || config.zones().contains(zone))
                && (machineType == null || cost(machineType, false).isPresent());
    }

    public static int diskGb(int wanted) {
        return Math.max(LEAST_DISK_GB, wanted);
    }

    /** What the user pays while one serves; empty: there is none for this policy. */
    public Optional<Quote> quote(StandbyPolicy policy, int diskGb) {
        if (policy.isOff() || !exist()) {
            return Optional.empty();
        }
        return cost(machineType(policy), policy.spot())
                .map(machine -> pricing.quote(machine, disk(diskGb), BigDecimal.ZERO));
    }

    private HourlyPrice disk(int gb) {
        return price(config.diskGibMonth()
                .multiply(BigDecimal.valueOf(diskGb(gb)))
                .divide(MONTH_HOURS, 9, RoundingMode.CEILING));
    }

    /** Empty: nobody knows what it costs, so nobody gets one. */
    private Optional<HourlyPrice> cost(String machineType, boolean spot) {
        Matcher type = TYPE.matcher(machineType);
        if (!type.matches()) {
            return Optional.empty();
        }
        StandbyConfig.Rate rate =
                config.rates().getOrDefault(type.group(1), StandbyConfig.USUAL_RATES.get(type.group(1)));
        if (rate == null) {
            return Optional.empty();
        }
        BigDecimal vcpus = BigDecimal.valueOf(Integer.parseInt(type.group(3)));
        BigDecimal gib = vcpus.multiply(BigDecimal.valueOf(GIB_PER_VCPU.getOrDefault(type.group(2), 0)));
        BigDecimal usual = rate.vcpu().multiply(vcpus).add(rate.gib().multiply(gib));
        return Optional.of(price(
                spot ? usual.multiply(BigDecimal.valueOf(config.spotPercent())).divide(WHOLE) : usual));
    }

    private static HourlyPrice price(BigDecimal usd) {
        return HourlyPrice.of(usd.setScale(9, RoundingMode.CEILING));
    }
}
