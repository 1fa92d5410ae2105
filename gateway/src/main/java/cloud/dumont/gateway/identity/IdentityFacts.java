package cloud.dumont.gateway.identity;

import cloud.dumont.events.Actor;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.kernel.UserId;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import cloud.dumont.web.caller.Caller;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Publishes what happens to an account, in the transaction of the change. */
@Component
public class IdentityFacts {
    private final JdbcClient jdbc;
    private final Outbox outbox;

    IdentityFacts(JdbcClient jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    /** Makes a change of something the account owns a change of the account, and lets one such change happen at a time. */
    public long newVersion(UserId user) {
        return jdbc.sql("UPDATE users SET version = version + 1 WHERE id = :user RETURNING version")
                .param("user", user.value())
                .query(Long.class)
                .single();
    }

    public void publish(Instant now, UserId user, String subject, long version, Actor actor, IdentityEvent event) {
        outbox.append(now, new Fact(subject, user.text(), version, null, user, actor, MDC.get("request_id"), event));
    }

    public static Actor actor(Caller caller) {
        return new Actor(Actor.Kind.valueOf(caller.actorType().toUpperCase(Locale.ROOT)), caller.actorId());
    }

    public static Actor themselves(UserId user) {
        return new Actor(Actor.Kind.USER, user.text());
    }
}
