package cloud.dumont.instances.market;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MarketTasks {
    @Bean
    Task<Void> collectMarket(MarketCollector collector, MarketConfig config) {
        return Tasks.recurring("collect-market", FixedDelay.of(config.collectEvery()))
                .execute((instance, context) -> collector.collectAll());
    }

    @Bean
    Task<Void> forgetPrices(SpotPrices prices, MarketConfig config, InstantSource clock) {
        return Tasks.recurring("forget-prices", FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) ->
                        prices.forgetBefore(clock.instant().minus(config.keepHistory())));
    }
}
