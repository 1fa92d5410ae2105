package cloud.dumont.sandbox.vastai.contract;

import cloud.dumont.sandbox.vastai.market.HardwareFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was agreed when the instance was created; it never changes.
 *
 * @param spot rented by a bid
 * @param onDemandPrice USD an hour for the slice, no disk, at the moment of creation
 * @param env as the client sent it, docker options such as {@code -p 22:22} included
 * @param foreign made by somebody else who has the account's key; there is no box behind it
 */
public record Rental(
        HardwareFacts facts,
        int gpus,
        boolean spot,
        BigDecimal onDemandPrice,
        BigDecimal diskGb,
        String image,
        String runtype,
        Map<String, String> env,
        String onstart,
        List<String> args,
        String apiKey,
        String jupyterToken,
        Instant createdAt,
        boolean foreign) {
    private static final int SSH = 22;

    /** The bid that wins when nobody in particular wants the slice. */
    BigDecimal usualMinBid() {
        return onDemandPrice.multiply(BigDecimal.valueOf(facts.bidPermille())).movePointLeft(3);
    }

    /** Internal TCP ports to map: 22, and those of {@code -p outer:inner} options. */
    public List<Integer> exposedPorts() {
        return Stream.concat(Stream.of(SSH), env.keySet().stream().flatMap(key -> PortOption.parse(key).stream()))
                .distinct()
                .toList();
    }

    /** Whether port 22 is mapped directly; otherwise clients come through the vendor's proxy. */
    public boolean directSsh() {
        return runtype.contains("direc")
                || env.keySet().stream()
                        .anyMatch(key -> PortOption.parse(key).stream().anyMatch(port -> port == SSH));
    }

    /** The value of a {@code -h NAME} option, or the container's label. */
    public String hostname(long id) {
        return env.keySet().stream()
                .filter(key -> key.startsWith("-h "))
                .map(key -> key.substring(3).trim())
                .findFirst()
                .orElse("C." + id);
    }
}
