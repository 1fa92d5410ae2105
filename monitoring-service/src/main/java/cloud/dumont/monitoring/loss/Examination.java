package cloud.dumont.monitoring.loss;

import cloud.dumont.kernel.PlacementId;
import cloud.dumont.monitoring.health.Health;
import cloud.dumont.monitoring.health.HealthBook;
import cloud.dumont.monitoring.health.Mandate;
import cloud.dumont.monitoring.health.WatchHealth;
import cloud.dumont.monitoring.instances.InstancesClient;
import cloud.dumont.monitoring.instances.Look;
import cloud.dumont.monitoring.loss.Evidence.Probe;
import cloud.dumont.monitoring.loss.Evidence.Way;
import cloud.dumont.web.peer.PeerException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks about every suspect: its vendor, and itself by SSH. Each on a thread of its own, so that a slow one delays nobody. */
@Component
class Examination {
    private static final Logger log = LoggerFactory.getLogger(Examination.class);
    private final Shards shards;
    private final HealthBook book;
    private final WatchHealth watch;
    private final InstancesClient instances;
    private final Probes probes;
    private final VendorEar vendors;
    private final Verdicts verdicts;
    private final ExaminationConfig config;
    private final InstantSource clock;
    private final Map<PlacementId, Case> cases = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places;

    Examination(
            Shards shards,
            HealthBook book,
            WatchHealth watch,
            InstancesClient instances,
            Probes probes,
            VendorEar vendors,
            Verdicts verdicts,
            ExaminationConfig config,
            InstantSource clock) {
        this.shards = shards;
        this.book = book;
        this.watch = watch;
        this.instances = instances;
        this.probes = probes;
        this.vendors = vendors;
        this.verdicts = verdicts;
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.atOnce());
    }

    /** One round. @return the examinations that it began; those of the round before may still run */
    List<Future<?>> round() {
        Map<Integer, Mandate> mandates = shards.held();
        List<Health.Unheard> unheard = book.unheard(mandates.keySet());
        verdicts.readZones(clock.instant());
        cases.keySet()
                .retainAll(
                        unheard.stream().map(each -> each.watch().placement()).collect(Collectors.toSet()));
        List<Future<?>> begun = new ArrayList<>();
        begun.add(threads.submit(() -> vendors.listen(mandates.keySet(), clock.instant())));
        for (Health.Unheard each : unheard) {
            Mandate mandate = Objects.requireNonNull(
                    mandates.get(Mandate.shardOf(each.watch().placement())), "a suspect of another shard");
            Case file = cases.compute(
                    each.watch().placement(),
                    (any, known) ->
                            known != null && known.isOf(each) && known.mandate().equals(mandate)
                                    ? known
                                    : new Case(each.suspicion(), mandate));
            if (file.begin(clock.instant(), config.every())) {
                begun.add(threads.submit(() -> examine(each, file)));
            }
        }
        return begun;
    }

    private void examine(Health.Unheard unheard, Case file) {
        try {
            places.acquire();
            try {
                ask(unheard.watch().placement(), file);
                decide(unheard.watch().placement(), file);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("placement_id", unheard.watch().placement())
                    .setCause(e)
                    .log("a suspect could not be examined; it will be again");
        } finally {
            file.end();
        }
    }

    /** Slow: nothing of this is done in a transaction. */
    private void ask(PlacementId placement, Case file) throws InterruptedException {
        List<Future<?>> asked = new ArrayList<>();
        boolean first = file.look().isEmpty();
        if (file.asks(clock.instant(), config.lookEvery())) {
            Future<?> looking = threads.submit(() -> look(placement, file));
            asked.add(looking);
            if (first) {
                await(looking);
            }
        }
        file.look().ifPresent(look -> probe(look, file, asked));
        for (Future<?> each : asked) {
            await(each);
        }
    }

    private static void await(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (java.util.concurrent.ExecutionException e) {
            log.atWarn().setCause(e).log("a question about a suspect failed");
        }
    }

    private void look(PlacementId placement, Case file) {
        try {
            instances.look(placement).ifPresent(file::saw);
        } catch (PeerException e) {
            log.atInfo()
                    .addKeyValue("placement_id", placement)
                    .addKeyValue("why", e.getMessage())
                    .log("a suspect's vendor could not be asked");
        }
    }

    private void probe(Look look, Case file, List<Future<?>> asked) {
        if (look.ssh() != null) {
            Look.Address address = look.ssh();
            asked.add(threads.submit(() -> note(file, Probes.HERE, Way.SSH, Optional.of(probes.fromHere(address)))));
            asked.add(threads.submit(() -> note(file, Probes.THERE, Way.SSH, probes.fromThere(address))));
        }
        if (look.other() != null) {
            Look.Address address = look.other();
            asked.add(threads.submit(() -> note(file, Probes.HERE, Way.SECOND, Optional.of(probes.fromHere(address)))));
        }
    }

    private void note(Case file, String vantage, Way way, Optional<Boolean> answered) {
        Instant now = clock.instant();
        answered.ifPresent(answer -> file.heard(new Probe(vantage, way, now, answer), now.minus(config.keep())));
    }

    /** By what is written now, not by what was when the questions were asked. */
    private void decide(PlacementId placement, Case file) {
        Instant now = clock.instant();
        if (book.find(placement).orElse(null) instanceof Health.Unheard unheard
                && file.isOf(unheard)
                && !watch.wasHeard(unheard, now)) {
            verdicts.on(unheard, file.evidence(unheard.suspicion()), file.mandate(), now);
        }
    }
}
