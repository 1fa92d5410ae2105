package cloud.dumont.gateway.limits;

import io.lettuce.core.ClientOptions;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RedisConfiguration {
    /** Whoever asks a Redis that is away hears so at once: the door has another way and people wait in front of it. */
    @Bean
    LettuceClientOptionsBuilderCustomizer noWaitingForRedis() {
        return options -> options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }
}
