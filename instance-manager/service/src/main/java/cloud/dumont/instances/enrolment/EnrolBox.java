package cloud.dumont.instances.enrolment;

import cloud.dumont.agent.protocol.BoxFacts;
import cloud.dumont.events.Actor;
import cloud.dumont.events.PlacementEvent;
import cloud.dumont.instances.failover.GiveUpPlace;
import cloud.dumont.instances.hostkey.HostKeys;
import cloud.dumont.instances.instance.AccountClient;
import cloud.dumont.instances.instance.EndReason;
import cloud.dumont.instances.instance.Hunt;
import cloud.dumont.instances.instance.Instance;
import cloud.dumont.instances.instance.Instances;
import cloud.dumont.instances.instance.Origin;
import cloud.dumont.instances.instance.ReasonCode;
import cloud.dumont.instances.instance.RefuseBox;
import cloud.dumont.instances.placement.Placement;
import cloud.dumont.instances.placement.Placements;
import cloud.dumont.kernel.PlacementId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.observability.LogKeys;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.Refusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets a fresh box become its machine: the one-time token is spent on the box's own key. */
@Component
public class EnrolBox {
    private static final Logger log = LoggerFactory.getLogger(EnrolBox.class);
    private static final String STOLEN = "Its one-time token was used by somebody else.";
    private final Instances instances;
    private final Placements placements;
    private final HostKeys hostKeys;
    private final AccountClient accounts;
    private final RefuseBox refuseBox;
    private final GiveUpPlace giveUpPlace;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    EnrolBox(
            Instances instances,
            Placements placements,
            HostKeys hostKeys,
            AccountClient accounts,
            RefuseBox refuseBox,
            GiveUpPlace giveUpPlace,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.instances = instances;
        this.placements = placements;
        this.hostKeys = hostKeys;
        this.accounts = accounts;
        this.refuseBox = refuseBox;
        this.giveUpPlace = giveUpPlace;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param tokenSha256 of the token; the token itself never gets here */
    @SuppressWarnings("ArrayRecordComponent") // looked up, never compared
    public record Application(
            byte[] tokenSha256, String publicKey, String agentVersion, String fingerprint, BoxFacts box) {}

    public record Enrolled(Instance machine, Placement placement, String hostKeyPrivate, List<String> authorizedKeys) {}

    /** The same box may ask again and gets the same answer. @throws RefusedException {@link EnrolmentRefusal} */
    public Enrolled enrol(Application application) {
        Outcome outcome = transactions.execute(status -> spend(application));
        return switch (outcome) {
            case null -> throw new IllegalStateException("an application has an outcome");
            case Outcome.Refused refused -> throw new RefusedException(refused.refusal());
            case Outcome.Accepted accepted ->
                new Enrolled(
                        accepted.machine(),
                        accepted.placement(),
                        hostKeys.privatePem(accepted.machine().id()).reveal(),
                        keysOf(accepted.machine()));
        };
    }

    /** A refusal, too, can be a change that has to be kept: it is a value here, not an exception. */
    private sealed interface Outcome {
        record Accepted(Instance machine, Placement placement) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    private Outcome spend(Application application) {
        Placement placement = placements
                .byToken(application.tokenSha256())
                .flatMap(placements::lock)
                .orElse(null);
        if (placement == null || !placement.hasToken(application.tokenSha256())) {
            return new Outcome.Refused(new EnrolmentRefusal.TokenInvalid());
        }
        Instance machine = instances.lock(placement.instance()).orElseThrow();
        Instant now = clock.instant();
        Origin origin = new Origin(new Actor(Actor.Kind.AGENT, placement.id().text()), null);
        return switch (placement.enrol(
                application.publicKey(),
                application.agentVersion(),
                application.box().sshUser(),
                now)) {
            case EXPIRED -> new Outcome.Refused(new EnrolmentRefusal.TokenInvalid());
            case REPEATED -> new Outcome.Accepted(machine, placement);
            case STOLEN -> stolen(machine, placement, origin, now);
            case NEW -> fresh(machine, placement, application, origin, now);
        };
    }

    private Outcome fresh(Instance machine, Placement placement, Application application, Origin origin, Instant now) {
        placements.save(placement);
        Hunt.starting(machine.state())
                .filter(hunt -> hunt.placement().equals(placement.id()))
                .ifPresent(hunt -> machine.become(hunt.explain(ReasonCode.ENROLLED.reason(now, origin.actor()))));
        instances.save(machine, origin, now);
        placements.tell(
                placement,
                new PlacementEvent.Enrolled(machine.id(), application.agentVersion(), application.fingerprint()),
                origin.actor(),
                null,
                now);
        return new Outcome.Accepted(machine, placement);
    }

    /** Who read the token may read more: the box is given back while nobody works on it yet. */
    private Outcome stolen(Instance machine, Placement placement, Origin origin, Instant now) {
        log.atWarn()
                .addKeyValue(LogKeys.PLACEMENT, placement.id())
                .addKeyValue(LogKeys.MACHINE, machine.id())
                .log("a spent one-time token was shown by another box");
        Optional<Hunt.Starting> starting =
                Hunt.starting(machine.state()).filter(hunt -> hunt.placement().equals(placement.id()));
        if (starting.isPresent()) {
            refuseBox.refuse(machine, starting.get(), placement, EndReason.TOKEN_REUSED, STOLEN, origin, now);
        } else {
            giveUpPlace.giveUp(machine, placement, EndReason.TOKEN_REUSED, STOLEN, origin, now);
        }
        return new Outcome.Refused(new EnrolmentRefusal.TokenSpent());
    }

    /** The whole block of keys that may log in to the placement's machine now. */
    public List<String> authorizedKeys(PlacementId id) {
        Placement placement = placements
                .find(id)
                .filter(found -> !found.state().isOver())
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
        return keysOf(instances.find(placement.instance()).orElseThrow());
    }

    private List<String> keysOf(Instance machine) {
        List<SshKeyId> wanted = machine.spec().sshKeys();
        return accounts.sshKeys(machine.user()).stream()
                .filter(key -> wanted.isEmpty() || wanted.contains(key.id()))
                .map(AccountClient.SshKey::publicKey)
                .toList();
    }
}
