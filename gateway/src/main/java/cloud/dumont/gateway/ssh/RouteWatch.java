package cloud.dumont.gateway.ssh;

import cloud.dumont.events.Envelope;
import cloud.dumont.events.EventFamily;
import cloud.dumont.events.InstanceEvent;
import cloud.dumont.kernel.Epoch;
import cloud.dumont.kernel.InstanceId;
import cloud.dumont.outbox.FactConsumer;
import cloud.dumont.outbox.FactConsumers;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ends connections to boxes that a machine has left: at once when the fact arrives, and soon also when it never does. */
@Configuration(proxyBeanMethods = false)
class RouteWatch {
    private static final Logger log = LoggerFactory.getLogger(RouteWatch.class);

    @Bean
    FactConsumer routeFacts(FactConsumers consumers, OpenChannels channels) {
        return consumers.consumer("gateway-ssh", Set.of(EventFamily.INSTANCE), fact -> apply(fact, channels));
    }

    private static void apply(Envelope fact, OpenChannels channels) {
        Epoch epoch = fact.epoch();
        if (fact.data() instanceof InstanceEvent.RouteChanged && epoch != null) {
            channels.closeOlder(InstanceId.parse(fact.key()), epoch);
        }
    }

    @Bean
    Sweep routeSweep(OpenChannels channels, MachineRoutes routes, SshConfig config) {
        return new Sweep(channels, routes, config);
    }

    /** Compares each open connection with the machine's route of now. */
    static final class Sweep implements SmartLifecycle {
        private final OpenChannels channels;
        private final MachineRoutes routes;
        private final SshConfig config;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("ssh-sweep").factory());
        private volatile boolean running;

        Sweep(OpenChannels channels, MachineRoutes routes, SshConfig config) {
            this.channels = channels;
            this.routes = routes;
            this.config = config;
        }

        @Override
        public void start() {
            long pause = config.routesCheckedEvery().toMillis();
            timer.scheduleWithFixedDelay(this::sweepAll, pause, pause, TimeUnit.MILLISECONDS);
            running = true;
        }

        private void sweepAll() {
            for (OpenChannels.Entry entry : channels.all()) {
                try {
                    sweep(entry);
                } catch (RuntimeException e) {
                    log.warn("an SSH connection could not be compared with its route", e);
                }
            }
        }

        private void sweep(OpenChannels.Entry entry) {
            switch (routes.find(entry.user(), entry.name())) {
                case MachineRoute.Open now -> {
                    if (entry.machine().equals(now.machine()) && entry.epoch().isBefore(now.epoch())) {
                        channels.close(entry);
                    }
                }
                // The box itself ends what it has to end; a machine that is merely suspect keeps its connections.
                case MachineRoute.Closed closed -> {}
                case MachineRoute.Unknown unknown -> {}
                case MachineRoute.Unanswered unanswered -> {}
            }
        }

        @Override
        public void stop() {
            timer.shutdownNow();
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
