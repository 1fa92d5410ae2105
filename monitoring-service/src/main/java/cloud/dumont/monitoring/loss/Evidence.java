package cloud.dumont.monitoring.loss;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of a placement that is not heard of.
 *
 * @param lastBeat the last valid one
 * @param streamClosed when its line for commands broke off at its end, if no other was opened since
 * @param vendor what its vendor said last
 * @param listed what its vendor's list said when that made it suspect
 * @param probes tries to reach it, by any way, oldest first
 */
public record Evidence(
        Instant lastBeat,
        Optional<Instant> streamClosed,
        Optional<VendorWord> vendor,
        Optional<VendorWord> listed,
        List<Probe> probes) {
    public Evidence {
        probes = List.copyOf(probes);
    }

    /** @param readAt when it was asked */
    public record VendorWord(Status status, Instant readAt) {
        /** By the vendor's own account. */
        public enum Status {
            RUNNING,
            STOPPED,
            OUTBID,
            GONE,
            UNCLEAR
        }

        boolean saysItIsOver() {
            return switch (status) {
                case STOPPED, OUTBID, GONE -> true;
                case RUNNING, UNCLEAR -> false;
            };
        }
    }

    /** One try. @param vantage who tried @param answered whether SSH spoke there */
    public record Probe(String vantage, Way way, Instant at, boolean answered) {}

    /** How a box can be reached. */
    public enum Way {
        /** As users reach it. */
        SSH,
        /** Through the vendor, or another port of the box. */
        SECOND
    }

    Evidence with(Probe probe) {
        List<Probe> more = new ArrayList<>(probes);
        more.add(probe);
        return new Evidence(lastBeat, streamClosed, vendor, listed, more);
    }

    /** The newest word counts, in whatever order they arrive. */
    Evidence with(VendorWord word) {
        boolean older =
                vendor.filter(known -> known.readAt().isAfter(word.readAt())).isPresent();
        return older ? this : new Evidence(lastBeat, streamClosed, Optional.of(word), listed, probes);
    }

    /** By the vendor's list; it counts among its words too. */
    Evidence listed(VendorWord word) {
        return new Evidence(lastBeat, streamClosed, vendor, Optional.of(word), probes).with(word);
    }

    /** Without the tries of before: a box that answered an hour ago may be gone now. */
    Evidence since(Instant from) {
        return new Evidence(
                lastBeat,
                streamClosed,
                vendor,
                listed,
                probes.stream().filter(probe -> !probe.at().isBefore(from)).toList());
    }

    /** Whether SSH failed that often lately, from that many places at least, and never answered meanwhile. */
    boolean isUnreachable(LossConfig config, Instant now) {
        Instant from = now.minus(config.probeWindow());
        Set<String> vantages = probes.stream().map(Probe::vantage).collect(Collectors.toSet());
        boolean answered = probes(Way.SSH).stream()
                .anyMatch(probe -> probe.answered() && probe.at().isAfter(lastBeat));
        long failing = vantages.stream()
                .filter(vantage -> probes(Way.SSH).stream()
                                .filter(probe -> probe.vantage().equals(vantage)
                                        && !probe.answered()
                                        && !probe.at().isBefore(from))
                                .count()
                        >= config.probes())
                .count();
        return !answered && failing >= config.vantages();
    }

    /** By the vendor's newest word, if it is fresh and from after the last beat: a beat is stronger than any word before it. */
    Optional<VendorWord> over(LossConfig config, Instant now) {
        return vendor.filter(VendorWord::saysItIsOver)
                .filter(word -> !word.readAt().isBefore(now.minus(config.vendorFresh()))
                        && word.readAt().isAfter(lastBeat));
    }

    /** Both the vendor's list and a read of the box itself, and not one of them twice. */
    boolean isOverByListAndRead() {
        return listed.filter(VendorWord::saysItIsOver)
                .filter(word -> word.readAt().isAfter(lastBeat))
                .filter(word -> vendor.filter(
                                read -> read.saysItIsOver() && read.readAt().isAfter(word.readAt()))
                        .isPresent())
                .isPresent();
    }

    /** Whether the newest try of any place was answered by SSH, since the last beat. */
    boolean stillAnswers() {
        Map<String, Probe> newest = new HashMap<>();
        probes(Way.SSH)
                .forEach(probe -> newest.merge(
                        probe.vantage(), probe, (one, other) -> other.at().isBefore(one.at()) ? one : other));
        return newest.values().stream()
                .anyMatch(probe -> probe.answered() && probe.at().isAfter(lastBeat));
    }

    /** By its vendor's account it runs, and something answers there: it lives behind a path that is broken. */
    boolean livesBehindABrokenPath() {
        return vendor.filter(word -> word.status() == VendorWord.Status.RUNNING).isPresent() && isReachedAnotherWay();
    }

    /** Something lives there, behind a path that is broken. */
    private boolean isReachedAnotherWay() {
        return probes(Way.SECOND).stream()
                .anyMatch(probe -> probe.answered() && probe.at().isAfter(lastBeat));
    }

    private Collection<Probe> probes(Way way) {
        return probes.stream().filter(probe -> probe.way() == way).toList();
    }

    Duration silence(Instant now) {
        return Duration.between(lastBeat, now);
    }
}
