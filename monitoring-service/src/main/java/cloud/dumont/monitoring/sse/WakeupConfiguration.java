package cloud.dumont.monitoring.sse;

import io.micrometer.observation.ObservationPredicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.http.server.observation.ServerRequestObservationContext;

@Configuration(proxyBeanMethods = false)
class WakeupConfiguration {
    @Bean
    RedisMessageListenerContainer wakeupListener(RedisConnectionFactory connections, Wakeups wakeups) {
        RedisMessageListenerContainer container = new RedisMessageListenerContainer();
        container.setConnectionFactory(connections);
        container.addMessageListener(wakeups, ChannelTopic.of(Wakeups.CHANNEL));
        return container;
    }

    /** A stream lasts as long as its client wants: its time would spoil the measure of all other requests. */
    @Bean
    ObservationPredicate streamsAreNotTimed() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() != null
                && request.getCarrier().getRequestURI().endsWith("/stream"));
    }
}
