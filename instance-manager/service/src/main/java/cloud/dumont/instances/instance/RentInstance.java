package cloud.dumont.instances.instance;

import cloud.dumont.instances.action.ActionType;
import cloud.dumont.instances.action.Actions;
import cloud.dumont.instances.backup.BackupPolicies;
import cloud.dumont.instances.hostkey.HostKeys;
import cloud.dumont.instances.offer.GpuStrengths;
import cloud.dumont.instances.offer.MarketOffer;
import cloud.dumont.kernel.ActionId;
import cloud.dumont.kernel.HourlyPrice;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes a request for a machine: only the intent is written, the worklist does the rest. */
@Component
public class RentInstance {
    private final OfferChoice choice;
    private final GpuStrengths strengths;
    private final AccountClient accounts;
    private final BillingClient billing;
    private final Instances instances;
    private final Actions actions;
    private final HostKeys hostKeys;
    private final BackupPolicies backups;
    private final Ids ids;
    private final InstantSource clock;

    RentInstance(
            OfferChoice choice,
            GpuStrengths strengths,
            AccountClient accounts,
            BillingClient billing,
            Instances instances,
            Actions actions,
            HostKeys hostKeys,
            BackupPolicies backups,
            Ids ids,
            InstantSource clock) {
        this.choice = choice;
        this.strengths = strengths;
        this.accounts = accounts;
        this.billing = billing;
        this.instances = instances;
        this.actions = actions;
        this.hostKeys = hostKeys;
        this.backups = backups;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a wish comes to; the money for it is set aside. */
    public record Prepared(InstanceId id, UserId user, RentalWish wish, RentalSpec spec, AccountClient.Plan plan) {}

    /** Everything slow, before any transaction; repeating it with the same id is harmless. */
    public Prepared prepare(InstanceId id, Caller caller, RentalWish wish) {
        backups.check(caller.user(), wish.backup(), wish.restoreFrom());
        MarketOffer offer = choice.choose(wish);
        RentalSpec spec = choice.spec(wish, offer);
        if (wish.restoreFrom() != null) {
            backups.refuseUnlessFits(wish.restoreFrom(), spec.diskGb());
        }
        AccountClient.Plan plan = accounts.account(caller.user()).plan();
        checkKeys(caller.user(), wish.sshKeys());
        checkQuota(caller.user(), plan.maxInstances());
        checkName(caller.user(), wish.name());
        billing.hold(id, caller.user(), choice.price(offer, spec.diskGb()));
        return new Prepared(id, caller.user(), wish, spec, plan);
    }

    /** Writes the intent; inside a transaction. */
    public Instance commit(Prepared prepared, Origin origin) {
        releaseIfRolledBack(prepared.id());
        Instant now = clock.instant();
        UserId user = prepared.user();
        instances.serialize(user);
        checkQuota(user, prepared.plan().maxInstances());
        checkName(user, prepared.wish().name());
        String given = prepared.wish().name();
        Instance instance = Instance.request(
                prepared.id(),
                user,
                given == null ? freeName(user, prepared.spec()) : given,
                prepared.spec(),
                prepared.wish().labels(),
                prepared.wish().standby(),
                hostKeys.make(prepared.id(), now),
                ReasonCode.REQUESTED.reason(now, origin.actor()));
        actions.begin(ids.next(ActionId::new), user, prepared.id(), ActionType.CREATE, now);
        backups.begin(
                prepared.id(),
                user,
                prepared.wish().backup(),
                prepared.wish().restoreFrom(),
                prepared.plan().backupBytes(),
                now);
        instances.save(instance, origin, now);
        return instance;
    }

    private void releaseIfRolledBack(InstanceId id) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_ROLLED_BACK) {
                    Thread.ofVirtual().name("release-hold").start(() -> billing.release(id));
                }
            }
        });
    }

    /** Sets money aside for a stopped machine that is to start again, on anything as good or better within its price limit. */
    public RentalSpec prepareStart(Instance instance, @Nullable HourlyPrice maxPrice) {
        RentalSpec spec = instance.spec();
        RentalSpec wanted =
                spec.again(strengths.standIns(spec.gpu().id()), maxPrice == null ? spec.maxPrice() : maxPrice);
        billing.hold(instance.id(), instance.user(), choice.price(choice.cheapest(wanted), wanted.diskGb()));
        return wanted;
    }

    /** What else would do for a machine whose box is gone. */
    public RentalSpec asGood(Instance instance) {
        RentalSpec spec = instance.spec();
        return spec.again(strengths.standIns(spec.gpu().id()), spec.maxPrice());
    }

    /** @throws RefusedException {@code no_offer_matches}: nothing as good is for rent within the machine's price, as far as is known */
    void refuseUnlessForRent(Instance instance) {
        choice.cheapest(asGood(instance));
    }

    void checkQuota(UserId user, int limit) {
        if (instances.countOf(user) >= limit) {
            throw new RefusedException(new InstanceRefusal.QuotaExceeded(limit));
        }
    }

    void checkName(UserId user, @Nullable String name) {
        if (name != null && instances.named(user, name).isPresent()) {
            throw new RefusedException(new InstanceRefusal.NameTaken(name));
        }
    }

    private void checkKeys(UserId user, List<SshKeyId> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        Set<SshKeyId> known =
                accounts.sshKeys(user).stream().map(AccountClient.SshKey::id).collect(Collectors.toSet());
        if (!known.containsAll(wanted)) {
            throw new RefusedException(new CommonRefusal.ValidationFailed(
                    "#/ssh_key_ids", "unknown", "One of the SSH keys does not exist."));
        }
    }

    private String freeName(UserId user, RentalSpec spec) {
        String stem = spec.gpu().id().replace('_', '-');
        String head = Character.isLetter(stem.charAt(0)) ? stem : "gpu-" + stem;
        String base = head.substring(0, Math.min(head.length(), 24));
        Set<String> taken = Set.copyOf(instances.names(user));
        int n = 1;
        while (taken.contains(base + "-" + n)) {
            n++;
        }
        return base + "-" + n;
    }
}
