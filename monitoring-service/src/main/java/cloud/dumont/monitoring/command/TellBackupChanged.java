package cloud.dumont.monitoring.command;

import cloud.dumont.agent.protocol.Command;
import cloud.dumont.events.BackupEvent;
import cloud.dumont.events.EventFamily;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Orders about saved files wait at instance-manager; the box is told to ask for them. */
@Configuration(proxyBeanMethods = false)
class TellBackupChanged {
    @Bean
    FactConsumer backupCommandsConsumer(FactConsumers consumers, Commands commands, InstantSource clock) {
        return consumers.consumer("monitoring-backup-commands", Set.of(EventFamily.BACKUP), fact -> {
            if (fact.data() instanceof BackupEvent.OrdersChanged changed) {
                commands.give(changed.placement(), Command.Kind.BACKUP_CHANGED, clock.instant());
            }
        });
    }
}
