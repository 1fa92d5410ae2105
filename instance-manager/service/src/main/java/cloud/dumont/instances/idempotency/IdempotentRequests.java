package cloud.dumont.instances.idempotency;

import cloud.dumont.web.problem.RefusedException;
import cloud.dumont.web.request.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets a repeated request have one effect. The answer is kept in the transaction of the effect; a request that fails
 * keeps nothing, so that its repetition is a new try. A crash in between is resumed by the repetition with the same
 * resource id.
 */
@Component
public class IdempotentRequests {
    private static final Duration LOCK = Duration.ofSeconds(60);
    private static final Duration KEEP = Duration.ofHours(24);
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final JsonMapper mapper = JsonMapper.builder().build();

    public IdempotentRequests(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * @param newId id for what will be made, if this is the first time
     * @param prepare slow checks and calls outside of any transaction, idempotent by the id; gives the effect, which runs
     *     inside one
     */
    public Answer once(KeyedRequest request, UUID newId, Function<UUID, Supplier<Answer>> prepare) {
        IdempotencyKey key = request.key();
        if (key == null) {
            Supplier<Answer> effect = prepare.apply(newId);
            return inTransaction(effect);
        }
        return switch (begin(request, key, newId)) {
            case Standing.Done done -> done.answer();
            case Standing.Mine mine -> work(request, key, mine.resource(), prepare);
        };
    }

    private sealed interface Standing {
        record Mine(UUID resource) implements Standing {}

        record Done(Answer answer) implements Standing {}
    }

    private Standing begin(KeyedRequest request, IdempotencyKey key, UUID newId) {
        Instant now = clock.instant();
        int inserted = jdbc.sql("""
                        INSERT INTO idempotency (user_id, key, fingerprint, state, resource_id, locked_until, created_at)
                        VALUES (:user, :key, :fingerprint, 'running', :resource, :until, :now) ON CONFLICT DO NOTHING
                        """)
                .param("user", request.user().value())
                .param("key", key.value())
                .param("fingerprint", request.fingerprint())
                .param("resource", newId)
                .param("until", now.plus(LOCK).atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return inserted == 1 ? new Standing.Mine(newId) : known(request, key, now);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(byte[] fingerprint, String state, UUID resourceId, int status, String headers, String body) {}

    private Standing known(KeyedRequest request, IdempotencyKey key, Instant now) {
        Row row = jdbc.sql("""
                        SELECT fingerprint, state, resource_id, COALESCE(status, 0) AS status,
                               COALESCE(headers, '{}')::text AS headers, COALESCE(body #>> '{}', '') AS body
                          FROM idempotency WHERE user_id = :user AND key = :key
                        """)
                .param("user", request.user().value())
                .param("key", key.value())
                .query(Row.class)
                .optional()
                // Its request failed this very moment and took the row away.
                .orElseThrow(() -> new RefusedException(new IdempotencyRefusal.InProgress()));
        if (!Arrays.equals(row.fingerprint(), request.fingerprint())) {
            throw new RefusedException(new IdempotencyRefusal.Reused());
        }
        if (row.state().equals("done")) {
            Map<String, String> headers = mapper.readValue(row.headers(), new TypeReference<>() {});
            return new Standing.Done(new Answer(row.status(), headers, row.body(), true));
        }
        return takeOver(request, key, now, row.resourceId());
    }

    private Standing takeOver(KeyedRequest request, IdempotencyKey key, Instant now, UUID resource) {
        int taken = jdbc.sql("""
                        UPDATE idempotency SET locked_until = :until
                         WHERE user_id = :user AND key = :key AND state = 'running' AND locked_until < :now
                        """)
                .param("until", now.plus(LOCK).atOffset(ZoneOffset.UTC))
                .param("user", request.user().value())
                .param("key", key.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        if (taken == 0) {
            throw new RefusedException(new IdempotencyRefusal.InProgress());
        }
        return new Standing.Mine(resource);
    }

    private Answer work(
            KeyedRequest request, IdempotencyKey key, UUID resource, Function<UUID, Supplier<Answer>> prepare) {
        try {
            Supplier<Answer> effect = prepare.apply(resource);
            return inTransaction(() -> {
                Answer answer = effect.get();
                finish(request, key, answer);
                return answer;
            });
        } catch (RuntimeException e) {
            giveBack(request, key);
            throw e;
        }
    }

    private Answer inTransaction(Supplier<Answer> effect) {
        Answer answer = transactions.execute(status -> effect.get());
        if (answer == null) {
            throw new IllegalStateException("an effect answers");
        }
        return answer;
    }

    private void finish(KeyedRequest request, IdempotencyKey key, Answer answer) {
        int finished = jdbc.sql("""
                        UPDATE idempotency SET state = 'done', locked_until = NULL, status = :status,
                               headers = CAST(:headers AS jsonb), body = to_jsonb(CAST(:body AS text))
                         WHERE user_id = :user AND key = :key AND state = 'running'
                        """)
                .param("status", answer.status())
                .param("headers", mapper.writeValueAsString(answer.headers()))
                .param("body", answer.body())
                .param("user", request.user().value())
                .param("key", key.value())
                .update();
        if (finished == 0) {
            // A repetition took over after the lock ran out, and was faster.
            throw new RefusedException(new IdempotencyRefusal.InProgress());
        }
    }

    private void giveBack(KeyedRequest request, IdempotencyKey key) {
        jdbc.sql("DELETE FROM idempotency WHERE user_id = :user AND key = :key AND state = 'running'")
                .param("user", request.user().value())
                .param("key", key.value())
                .update();
    }

    public int forgetOld() {
        return jdbc.sql("DELETE FROM idempotency WHERE created_at < :before")
                .param("before", clock.instant().minus(KEEP).atOffset(ZoneOffset.UTC))
                .update();
    }
}
