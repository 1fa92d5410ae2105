package cloud.dumont.gateway.identity.sshkey;

import cloud.dumont.events.IdentityEvent;
import cloud.dumont.gateway.identity.IdentityFacts;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.SshKeyId;
import cloud.dumont.kernel.UserId;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Adding and removing SSH keys; running machines hear of it by the fact. */
@Component
public class KeyChain {
    private static final int MOST = 50;

    private final SshKeys keys;
    private final IdentityFacts facts;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;

    KeyChain(SshKeys keys, IdentityFacts facts, TransactionTemplate transactions, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.facts = facts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws RefusedException {@code validation_failed}, {@code key_weak}, {@code key_exists}, {@code quota_exceeded} */
    public SshKey add(Caller owner, @Nullable String name, String line) {
        PublicKeyLine parsed = PublicKeyLine.parse(line);
        Instant now = clock.instant();
        return Objects.requireNonNull(transactions.execute(tx -> {
            long version = facts.newVersion(owner.user());
            List<SshKey> have = keys.usable(owner.user().value());
            have.stream()
                    .filter(key -> key.fingerprint().equals(parsed.fingerprint()))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new RefusedException(new SshKeyRefusal.Exists(key.name()));
                    });
            if (have.size() >= MOST) {
                throw new RefusedException(new SshKeyRefusal.TooMany(MOST));
            }
            SshKey key = keys.saveAndFlush(
                    SshKey.add(ids.next(SshKeyId::new), owner.user(), named(name, parsed, have.size()), parsed, now));
            publish(owner, key.id(), version, "added", now);
            return key;
        }));
    }

    private static String named(@Nullable String name, PublicKeyLine line, int have) {
        if (name != null && !name.isBlank()) {
            return name.strip();
        }
        String comment = line.comment();
        return comment.isEmpty() ? "key " + (have + 1) : comment.substring(0, Math.min(100, comment.length()));
    }

    /** Removed already is as good. @throws RefusedException {@code not_found} */
    public void revoke(Caller owner, SshKeyId id) {
        Instant now = clock.instant();
        transactions.executeWithoutResult(tx -> {
            SshKey key = keys.findByIdAndUserId(id.value(), owner.user().value())
                    .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
            if (key.revoke(now)) {
                keys.saveAndFlush(key);
                publish(owner, id, facts.newVersion(owner.user()), "revoked", now);
            }
        });
    }

    private void publish(Caller owner, SshKeyId key, long version, String change, Instant now) {
        facts.publish(
                now,
                owner.user(),
                key.text(),
                version,
                IdentityFacts.actor(owner),
                new IdentityEvent.SshKeyChanged(owner.user(), key, change));
    }

    public List<SshKey> of(UserId owner) {
        return keys.usable(owner.value());
    }

    /** @throws RefusedException {@code not_found} */
    public SshKey owned(UserId owner, SshKeyId id) {
        return keys.findByIdAndUserId(id.value(), owner.value())
                .filter(key -> !key.isRevoked())
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }
}
