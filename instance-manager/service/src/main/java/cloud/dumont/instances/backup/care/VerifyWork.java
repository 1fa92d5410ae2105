package cloud.dumont.instances.backup.care;

import cloud.dumont.instances.backup.browse.SavedFiles;
import cloud.dumont.instances.backup.commit.Backup;
import cloud.dumont.instances.backup.commit.Backups;
import cloud.dumont.instances.backup.depot.Depot;
import cloud.dumont.instances.backup.store.key.SealBroken;
import cloud.dumont.instances.backup.store.reading.ReadingFailed;
import cloud.dumont.instances.backup.store.reading.ReadingLimits;
import cloud.dumont.instances.backup.store.verify.VerificationResult;
import cloud.dumont.instances.worklist.Next;
import cloud.dumont.instances.worklist.Queue;
import cloud.dumont.instances.worklist.Work;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.web.problem.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads a version back. What it found is written down once, however often a crash has it read again. */
@Component
class VerifyWork implements Work {
    private static final Logger log = LoggerFactory.getLogger(VerifyWork.class);
    private static final Duration NO_PLACE = Duration.ofSeconds(2);
    private static final Duration STORE_AWAY = Duration.ofSeconds(30);
    private static final int ALL = 100;
    private final Verifications verifications;
    private final VerificationOutcome outcome;
    private final Backups backups;
    private final SavedFiles files;
    private final Depot depot;
    private final ChoreAges ages;
    private final CareConfig config;
    private final InstantSource clock;
    private final Semaphore places;

    VerifyWork(
            Verifications verifications,
            VerificationOutcome outcome,
            Backups backups,
            SavedFiles files,
            Depot depot,
            ChoreAges ages,
            CareConfig config,
            InstantSource clock) {
        this.verifications = verifications;
        this.outcome = outcome;
        this.backups = backups;
        this.files = files;
        this.depot = depot;
        this.ages = ages;
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.verifyAtOnce());
    }

    @Override
    public Queue queue() {
        return Queue.VERIFY;
    }

    @Override
    public Next step(String key) {
        if (!places.tryAcquire()) {
            return Next.after(NO_PLACE);
        }
        try {
            Optional<Verification> waiting = verifications.waiting(VerificationId.ofKey(key));
            return waiting.map(this::verify).orElseGet(Next::done);
        } finally {
            places.release();
        }
    }

    private Next verify(Verification verification) {
        Backup backup = backups.find(verification.backup()).orElseThrow();
        try {
            VerificationResult result = read(verification, backup);
            ages.done(Chore.VERIFICATION);
            // Somebody who asked for the whole meanwhile gets it in the next step.
            return outcome.found(verification, backup, result, clock.instant()) ? Next.done() : Next.now();
        } catch (ReadingFailed.Away e) {
            return away(verification, backup);
        } catch (RefusedException e) {
            outcome.failed(verification, backup, e.refusal().detail(), clock.instant());
            return Next.done();
        } catch (ReadingFailed | SealBroken e) {
            log.atError()
                    .addKeyValue(LogKeys.MACHINE, backup.instance())
                    .setCause(e)
                    .log("a version could not be verified");
            outcome.failed(verification, backup, "The backup could not be read.", clock.instant());
            return Next.done();
        }
    }

    private VerificationResult read(Verification verification, Backup backup) {
        int percent = switch (verification.extent()) {
            case SAMPLE -> config.samplePercent();
            case WHOLE -> ALL;
        };
        return new cloud.dumont.instances.backup.store.verify.Verification(depot.store(), ReadingLimits.STANDARD)
                .verify(
                        files.access(backup.instance()),
                        backup.ref(),
                        percent,
                        verification.id().value().getLeastSignificantBits());
    }

    private Next away(Verification verification, Backup backup) {
        Instant now = clock.instant();
        if (now.isBefore(verification.createdAt().plus(config.verifyPatience()))) {
            return Next.after(STORE_AWAY);
        }
        outcome.failed(verification, backup, "The backup store did not answer.", now);
        return Next.done();
    }
}
