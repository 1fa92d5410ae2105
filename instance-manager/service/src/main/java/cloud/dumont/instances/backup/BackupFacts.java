package cloud.dumont.instances.backup;

import cloud.dumont.events.Actor;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.instances.backup.machine.Machine;
import cloud.dumont.outbox.Fact;
import cloud.dumont.outbox.Outbox;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what happened to saved files, in the transaction in which it happened. */
@Component
public class BackupFacts {
    private final Outbox outbox;

    BackupFacts(Outbox outbox) {
        this.outbox = outbox;
    }

    public void tell(Machine machine, BackupEvent event, Actor actor, @Nullable String cause, Instant now) {
        outbox.append(
                now,
                new Fact(
                        machine.id().text(),
                        machine.id().text(),
                        machine.version(),
                        machine.epoch(),
                        machine.user(),
                        actor,
                        cause,
                        event));
    }
}
