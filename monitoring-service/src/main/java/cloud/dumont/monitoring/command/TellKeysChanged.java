package cloud.dumont.monitoring.command;

import cloud.dumont.agent.protocol.Command;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.IdentityEvent;
import cloud.dumont.kernel.UserId;
import cloud.dumont.monitoring.agent.Agents;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A changed SSH key has to reach every box of its user. */
@Configuration(proxyBeanMethods = false)
class TellKeysChanged {
    @Bean
    FactConsumer commandsConsumer(FactConsumers consumers, Agents agents, Commands commands, InstantSource clock) {
        return consumers.consumer("monitoring-commands", Set.of(EventFamily.IDENTITY), fact -> {
            if (fact.data() instanceof IdentityEvent.SshKeyChanged changed) {
                tell(changed.userId(), agents, commands, clock);
            }
        });
    }

    private static void tell(UserId user, Agents agents, Commands commands, InstantSource clock) {
        agents.liveOf(user)
                .forEach(agent -> commands.give(agent.placement(), Command.Kind.KEYS_CHANGED, clock.instant()));
    }
}
