package cloud.dumont.gateway.identity.apikey;

import cloud.dumont.events.IdentityEvent;
import cloud.dumont.gateway.identity.IdentityFacts;
import cloud.dumont.gateway.identity.Scopes;
import cloud.dumont.gateway.identity.revocation.Revocations;
import cloud.dumont.kernel.ApiKeyId;
import cloud.dumont.kernel.Ids;
import cloud.dumont.kernel.Secret;
import cloud.dumont.web.caller.Caller;
import cloud.dumont.web.problem.CommonRefusal;
import cloud.dumont.web.problem.RefusedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Making and revoking API keys. */
@Component
public class KeyRing {
    private static final int MOST = 50;

    private final ApiKeys keys;
    private final Revocations revocations;
    private final IdentityFacts facts;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    KeyRing(
            ApiKeys keys,
            Revocations revocations,
            IdentityFacts facts,
            TransactionTemplate transactions,
            Ids ids,
            InstantSource clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.facts = facts;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param text shown this once */
    public record Issued(ApiKey key, Secret text) {}

    /** @throws RefusedException {@code validation_failed}, {@code quota_exceeded} */
    public Issued issue(Caller owner, String name, Set<String> scopes, Duration life) {
        scopes.stream()
                .filter(scope -> !Scopes.FOR_KEYS.contains(scope))
                .findFirst()
                .ifPresent(scope -> {
                    throw new RefusedException(new ApiKeyRefusal.UnknownScope(scope));
                });
        ApiKeyText text = ApiKeyText.random(random);
        Instant now = clock.instant();
        return Objects.requireNonNull(transactions.execute(tx -> {
            long version = facts.newVersion(owner.user());
            if (keys.countUsable(owner.user().value()) >= MOST) {
                throw new RefusedException(new ApiKeyRefusal.TooMany(MOST));
            }
            ApiKey key = keys.saveAndFlush(
                    ApiKey.issue(ids.next(ApiKeyId::new), owner.user(), name, text, scopes, life, now));
            facts.publish(
                    now,
                    owner.user(),
                    key.id().text(),
                    version,
                    IdentityFacts.actor(owner),
                    new IdentityEvent.ApiKeyCreated(owner.user(), key.id()));
            return new Issued(key, new Secret(text.reveal()));
        }));
    }

    /** Revoked already is as good. @throws RefusedException {@code not_found} */
    public void revoke(Caller owner, ApiKeyId id) {
        Instant now = clock.instant();
        transactions.executeWithoutResult(tx -> {
            ApiKey key = owned(owner, id);
            if (key.revoke("owner", now)) {
                keys.saveAndFlush(key);
                facts.publish(
                        now,
                        owner.user(),
                        id.text(),
                        facts.newVersion(owner.user()),
                        IdentityFacts.actor(owner),
                        new IdentityEvent.ApiKeyRevoked(owner.user(), id));
            }
        });
        revocations.publish(id);
    }

    public List<ApiKey> of(Caller owner) {
        return keys.of(owner.user().value());
    }

    /** @throws RefusedException {@code not_found} */
    public ApiKey owned(Caller owner, ApiKeyId id) {
        return keys.findByIdAndUserId(id.value(), owner.user().value())
                .orElseThrow(() -> new RefusedException(new CommonRefusal.NotFound()));
    }
}
